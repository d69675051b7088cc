// ListDocuments and ListCollectionIds, in pages; the page token is the last id of the page before.
import { status } from '@grpc/grpc-js';
import type { Database } from '../database.ts';
import { applyFieldMask } from '../fieldMask.ts';
import { pathOf } from '../resourceName.ts';
import { RpcError } from '../rpcError.ts';
import type {
  ListCollectionIdsRequest,
  ListCollectionIdsResponse,
  ListDocumentsRequest,
  ListDocumentsResponse,
} from '../wire.ts';

const defaultPageSize = 300;

export async function listDocuments(
  { engine, statistics }: Database,
  request: ListDocumentsRequest,
): Promise<ListDocumentsResponse> {
  if (request.orderBy) {
    throw new RpcError(status.UNIMPLEMENTED, 'ListDocuments with orderBy is not implemented.');
  }
  const collection = [pathOf(request.parent), request.collectionId].filter(Boolean).join('/');
  const documents = engine.listDocuments(collection, request.showMissing === true);
  const { page, nextPageToken } = pageOf(documents, (document) => document.id, request);
  statistics.countReads(Math.max(1, page.length));
  return {
    documents: page.map((document) => applyFieldMask(engine.toWire(document), request.mask)),
    nextPageToken,
  };
}

export async function listCollectionIds(
  { engine, statistics }: Database,
  request: ListCollectionIdsRequest,
): Promise<ListCollectionIdsResponse> {
  const ids = engine.listCollectionIds(pathOf(request.parent));
  const { page, nextPageToken } = pageOf(ids, (id) => id, request);
  statistics.countReads(1);
  return { collectionIds: page, nextPageToken };
}

interface PageRequest {
  pageSize?: number | null;
  pageToken?: string | null;
}

function pageOf<Item>(
  items: Item[],
  idOf: (item: Item) => string,
  { pageSize, pageToken }: PageRequest,
): { page: Item[]; nextPageToken: string } {
  const rest = items
    .filter((item) => !pageToken || compareIds(idOf(item), pageToken) > 0)
    .sort((a, b) => compareIds(idOf(a), idOf(b)));
  const page = rest.slice(0, pageSize || defaultPageSize);
  const last = page.at(-1);
  return { page, nextPageToken: last && page.length < rest.length ? idOf(last) : '' };
}

/** Firestore sorts ids by their UTF-8 bytes. */
function compareIds(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
