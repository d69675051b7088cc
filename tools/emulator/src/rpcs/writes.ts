// Commit and BatchWrite. A commit waits for what other transactions have claimed, is applied at once, and
// then tells of each document that it has changed.
import { status } from '@grpc/grpc-js';
import type { Claim } from '../claims.ts';
import type { Database } from '../database.ts';
import { toWireTimestamp, type StoredDocument } from '../engine.ts';
import type { Owner } from '../locks.ts';
import { databaseName, documentPathOf } from '../resourceName.ts';
import { RpcError, toRpcError } from '../rpcError.ts';
import type {
  BatchWriteRequest,
  BatchWriteResponse,
  CommitRequest,
  CommitResponse,
  WireWrite,
} from '../wire.ts';

export async function commit(
  database: Database,
  request: CommitRequest,
  connection: string,
): Promise<CommitResponse> {
  const writes = request.writes ?? [];
  if (!request.transaction || request.transaction.length === 0) {
    return applyAlone(database, writes);
  }
  const { transactions } = database;
  const transaction = transactions.require(request.transaction, connection);
  try {
    if (transaction.readTime && writes.length > 0) {
      throw new RpcError(status.INVALID_ARGUMENT, 'A read-only transaction can not write.');
    }
    return await apply(database, transaction, writes, () => transactions.end(transaction));
  } finally {
    transactions.end(transaction);
  }
}

/** Each write succeeds or fails by itself, in no order; its status says which. */
export async function batchWrite(
  database: Database,
  request: BatchWriteRequest,
): Promise<BatchWriteResponse> {
  const writes = request.writes ?? [];
  const paths = writes.map(pathOfWrite);
  if (new Set(paths).size < paths.length) {
    throw new RpcError(status.INVALID_ARGUMENT, 'A batch may write a document only once.');
  }
  const results = await Promise.all(
    writes.map(async (write) => {
      try {
        const { writeResults } = await applyAlone(database, [write]);
        return { writeResult: writeResults?.[0] ?? {}, status: { code: status.OK } };
      } catch (error) {
        const { code, message } = toRpcError(error);
        return { writeResult: {}, status: { code, message } };
      }
    }),
  );
  return {
    writeResults: results.map((result) => result.writeResult),
    status: results.map((result) => result.status),
  };
}

async function applyAlone(database: Database, writes: WireWrite[]): Promise<CommitResponse> {
  const owner: Owner = { age: database.transactions.nextAge() };
  const release = (): void => database.locks.release(owner);
  try {
    return await apply(database, owner, writes, release);
  } finally {
    release();
  }
}

/** @param release called as soon as the commit is applied, before its answer: the next in line need not wait */
async function apply(
  database: Database,
  owner: Owner,
  writes: WireWrite[],
  release: () => void,
): Promise<CommitResponse> {
  const { engine, locks, project, statistics } = database;
  const paths = writes.map(pathOfWrite);
  const claims = writes.map((write, index): Claim => {
    return { kind: 'document', path: paths[index]!, write };
  });
  await locks.acquire(owner, claims);
  const documents = (): Map<string, StoredDocument> =>
    new Map(paths.map((path) => [path, engine.findDocument(path)]));
  const before = documents();
  const answer = engine.commit({ database: databaseName(project), writes });
  const after = documents();
  for (const [path, old] of before) tellChange(database, path, old, after.get(path)!);
  release();

  const response = await answer;
  const deletes = writes.filter((write) => write.delete).length;
  statistics.countWrites(writes.length - deletes, deletes);
  response.writeResults?.forEach((result, index) => {
    // A write that changes nothing leaves the update time as it was, and says so.
    const document = after.get(paths[index]!);
    if (document?.exists) result.updateTime = toWireTimestamp(document.updateTime);
  });
  return response;
}

function tellChange(
  { engine, project, onChange }: Database,
  path: string,
  old: StoredDocument,
  fresh: StoredDocument,
): void {
  if (fresh.exists === old.exists && fresh.version === old.version) return;
  const before = old.exists ? engine.toWire(old) : undefined;
  const after = fresh.exists ? engine.toWire(fresh) : undefined;
  onChange({ project, path, before, after });
}

function pathOfWrite(write: WireWrite): string {
  return documentPathOf(write.update?.name ?? write.delete);
}
