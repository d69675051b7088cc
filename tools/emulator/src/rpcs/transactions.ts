// BeginTransaction and Rollback.
import type { Database } from '../database.ts';
import type {
  BeginTransactionRequest,
  BeginTransactionResponse,
  RollbackRequest,
} from '../wire.ts';

export async function beginTransaction(
  { transactions }: Database,
  request: BeginTransactionRequest,
  connection: string,
): Promise<BeginTransactionResponse> {
  return { transaction: transactions.begin(request.options, connection).id };
}

export async function rollback(
  { transactions }: Database,
  request: RollbackRequest,
  connection: string,
): Promise<object> {
  transactions.end(transactions.require(request.transaction ?? '', connection));
  return {};
}
