// BatchGetDocuments, RunQuery and RunAggregationQuery, alone or in a transaction, which they may begin.
import { Timestamp } from 'firebase-admin/firestore';
import { toQueryClaim } from '../claims.ts';
import type { Database } from '../database.ts';
import { toWireTimestamp } from '../engine.ts';
import { applyFieldMask } from '../fieldMask.ts';
import { toEngineQuery } from '../queryDialect.ts';
import { documentPathOf, pathOf } from '../resourceName.ts';
import type { Transaction } from '../transactions.ts';
import type {
  BatchGetRequest,
  BatchGetResponse,
  RunAggregationQueryRequest,
  RunAggregationQueryResponse,
  RunQueryRequest,
  RunQueryResponse,
  WireTimestamp,
} from '../wire.ts';

export async function batchGetDocuments(
  database: Database,
  request: BatchGetRequest,
  connection: string,
): Promise<BatchGetResponse[]> {
  const { engine, locks, statistics } = database;
  const names = request.documents ?? [];
  const paths = names.map(documentPathOf);
  const { transaction, readTime, begun } = readOptions(database, request, connection);
  if (transaction && !readTime) {
    await locks.acquire(
      transaction,
      paths.map((path) => ({ kind: 'document', path })),
    );
  }
  statistics.countReads(names.length);
  const time = toWireTimestamp(readTime ?? engine.now());
  const responses = names.map((name, index): BatchGetResponse => {
    const document = engine.findDocument(paths[index]!, readTime);
    return document.exists
      ? { found: applyFieldMask(engine.toWire(document), request.mask), readTime: time }
      : { missing: name, readTime: time };
  });
  return begun ? [{ transaction: begun, readTime: time }, ...responses] : responses;
}

export async function runQuery(
  database: Database,
  request: RunQueryRequest,
  connection: string,
): Promise<RunQueryResponse[]> {
  const responses: RunQueryResponse[] = await query(
    database,
    request,
    connection,
    database.engine.runQuery,
  );
  const documents = responses.filter((response) => response.document).length;
  database.statistics.countReads(Math.max(1, documents));
  return responses;
}

export async function runAggregationQuery(
  database: Database,
  request: RunAggregationQueryRequest,
  connection: string,
): Promise<RunAggregationQueryResponse[]> {
  database.statistics.countReads(1);
  return query(database, request, connection, database.engine.runAggregationQuery);
}

async function query<Response>(
  database: Database,
  request: RunQueryRequest & RunAggregationQueryRequest,
  connection: string,
  run: Database['engine']['runQuery'],
): Promise<(Response | { transaction: Buffer })[]> {
  const structuredQuery =
    request.structuredQuery ?? request.structuredAggregationQuery?.structuredQuery;
  const { transaction, readTime, begun } = readOptions(database, request, connection);
  if (transaction && !readTime) {
    const claim = toQueryClaim(pathOf(request.parent), structuredQuery ?? {});
    await database.locks.acquire(transaction, [claim]);
  }
  const responses: (Response | { transaction: Buffer })[] = begun ? [{ transaction: begun }] : [];
  const engineQuery = structuredQuery && toEngineQuery(structuredQuery);
  const aggregation = request.structuredAggregationQuery;
  const engineRequest = {
    parent: request.parent,
    ...(aggregation
      ? { structuredAggregationQuery: { ...aggregation, structuredQuery: engineQuery } }
      : { structuredQuery: engineQuery }),
    readTime: readTime && toWireTimestamp(readTime),
  };
  for await (const response of run(engineRequest)) responses.push(response as Response);
  return responses;
}

interface ReadOptions {
  transaction?: Uint8Array | string | null;
  newTransaction?: Parameters<Database['transactions']['begin']>[0];
  readTime?: WireTimestamp | null;
}

interface ReadContext {
  transaction: Transaction | undefined;
  /** Set where the past is read: such a read needs no claims. */
  readTime: Timestamp | undefined;
  /** The id to answer with, where the request began a transaction. */
  begun: Buffer | undefined;
}

function readOptions(
  { transactions }: Database,
  request: ReadOptions,
  connection: string,
): ReadContext {
  if (request.newTransaction) {
    const transaction = transactions.begin(request.newTransaction, connection);
    return { transaction, readTime: transaction.readTime, begun: transaction.id };
  }
  if (request.transaction && request.transaction.length > 0) {
    const transaction = transactions.require(request.transaction, connection);
    return { transaction, readTime: transaction.readTime, begun: undefined };
  }
  const time = request.readTime;
  const readTime = time ? new Timestamp(Number(time.seconds ?? 0), time.nanos ?? 0) : undefined;
  return { transaction: undefined, readTime, begun: undefined };
}
