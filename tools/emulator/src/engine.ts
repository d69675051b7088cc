// One project's data, held by @firebase-bridge/firestore-admin. The engine is made to be used inside a
// process, through its own Firestore object; this file is the only one that knows the private doors by
// which a server reaches its protocol level, and fails at once where a new version has moved them.
import type { Duplex, Readable } from 'node:stream';
import {
  FirestoreMock,
  type MetaDocumentExists,
  type MetaDocumentNotExists,
} from '@firebase-bridge/firestore-admin';
import type { Timestamp } from 'firebase-admin/firestore';
import { createClock } from './clock.ts';
import { documentName } from './resourceName.ts';
import type { CommitRequest, CommitResponse, WireDocument, WireFields } from './wire.ts';

/** A document as it is stored, or the fact that it is not. */
export type StoredDocument = MetaDocumentExists | MetaDocumentNotExists;

export interface Engine {
  /** Applies a commit before it returns; the promise only carries the answer. No transaction is involved. */
  commit(request: CommitRequest): Promise<CommitResponse>;
  /** Reads the data before it returns, sends the responses later. */
  runQuery(request: object): Readable;
  runAggregationQuery(request: object): Readable;
  listen(): Duplex;
  /** A document now, or as it was at `readTime`. */
  findDocument(path: string, readTime?: Timestamp): StoredDocument;
  listDocuments(collectionPath: string, showMissing: boolean): StoredDocument[];
  listCollectionIds(documentPath: string): string[];
  toWire(document: StoredDocument): WireDocument;
  /** A time for reads that later commits must not change. */
  snapshotTime(): Timestamp;
  now(): Timestamp;
  /** Deletes everything, telling listeners, and returns what there was. */
  clear(): StoredDocument[];
}

interface ProtocolClient {
  commit(request: CommitRequest): Promise<[CommitResponse, ...unknown[]]>;
  runQuery(request: object): Readable;
  runAggregationQuery(request: object): Readable;
  listen(): Duplex;
}

interface PrivateFirestore {
  _clientPool?: {
    run<T>(
      tag: string,
      requiresGrpc: boolean,
      run: (client: ProtocolClient) => Promise<T>,
    ): Promise<T>;
  };
  _serializer?: { encodeFields(data: object): WireFields };
}

interface PrivateController {
  _accessor?: {
    serverTime(): Timestamp;
    getDoc(path: string, readTime?: Timestamp): StoredDocument;
  };
}

/** @throws {Error} where the engine's inside is not as this file knows it. */
export async function openEngine(project: string): Promise<Engine> {
  const controller = new FirestoreMock().createDatabase(project);
  const direct = controller.database;
  const firestore = controller.firestore() as unknown as PrivateFirestore;
  const pool = requireDoor(firestore._clientPool, '_clientPool');
  const serializer = requireDoor(firestore._serializer, '_serializer');
  const accessor = requireDoor((controller as unknown as PrivateController)._accessor, '_accessor');
  const client = await pool.run('embedded', true, (found) => Promise.resolve(found));

  const clock = createClock();
  accessor.serverTime = clock.tick;

  return {
    async commit(request) {
      const [response] = await client.commit(request);
      return response;
    },
    runQuery: (request) => client.runQuery(request),
    runAggregationQuery: (request) => client.runAggregationQuery(request),
    listen: () => client.listen(),
    findDocument: (path, readTime) => accessor.getDoc(path, readTime),
    listDocuments: (path, showMissing) =>
      direct.listDocuments(path, showMissing) as StoredDocument[],
    listCollectionIds: (path) => direct.listCollectionIds(path),
    toWire: (document) => ({
      name: documentName(project, document.path),
      ...(document.exists && {
        fields: serializer.encodeFields(document.data),
        createTime: toWireTimestamp(document.createTime),
        updateTime: toWireTimestamp(document.updateTime),
      }),
    }),
    snapshotTime: clock.snapshot,
    now: clock.tick,
    clear() {
      const documents = direct.toMetaArray() as StoredDocument[];
      direct.batchDelete(...documents.map((document) => document.path));
      // Deleted documents leave their history behind; clear() drops that too.
      direct.clear();
      return documents;
    },
  };
}

export function toWireTimestamp(time: Timestamp): { seconds: string; nanos: number } {
  return { seconds: String(time.seconds), nanos: time.nanoseconds };
}

function requireDoor<T>(door: T | undefined, name: string): T {
  if (door === undefined) {
    throw new Error(`this version of @firebase-bridge/firestore-admin has no ${name}.`);
  }
  return door;
}
