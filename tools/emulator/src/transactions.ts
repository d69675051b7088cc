// The open transactions of one project. Read-write ones hold claims on what they have read until they end;
// read-only ones read the past and hold nothing. A transaction that its client has forgotten is ended: after
// 60 s without a call, 270 s in all (Firestore's limits), or when the client's connection is gone.
import { randomBytes } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { Timestamp } from 'firebase-admin/firestore';
import type { Engine } from './engine.ts';
import type { Locks, Owner } from './locks.ts';
import { RpcError } from './rpcError.ts';
import type { TransactionOptions } from './wire.ts';

export interface Transaction extends Owner {
  id: Buffer;
  /** Set for a read-only transaction: what its reads see. */
  readTime: Timestamp | undefined;
}

export interface Transactions {
  begin(options: TransactionOptions | null | undefined, connection: string): Transaction;
  /** @throws {RpcError} ABORTED for a transaction that lost to another, INVALID_ARGUMENT for one not open. */
  require(id: Uint8Array | string, connection: string): Transaction;
  end(transaction: Transaction): void;
  /** Remembers that the locks have aborted this owner, if it is a transaction. */
  forget(owner: Owner): void;
  /** Ends the transactions last used by this connection, or all. */
  endAll(connection?: string): void;
  /** The age of something that begins now, without being a transaction. */
  nextAge(): number;
}

interface OpenTransaction extends Transaction {
  connection: string;
  idle: NodeJS.Timeout;
  deadline: NodeJS.Timeout;
}

const idleMillis = 60_000;
const lifetimeMillis = 270_000;
const rememberedAborts = 1000;
const ageBytes = 6;
// The Admin SDK tells by these words that it may retry.
const expiredMessage = 'The referenced transaction has expired or is no longer valid.';
const abortedMessage = 'The transaction was aborted; please retry.';

export function createTransactions(engine: Engine, locks: Locks): Transactions {
  const open = new Map<string, OpenTransaction>();
  const aborted = new Set<string>();
  let lastAge = 0;

  const nextAge = (): number => ++lastAge;

  function close(transaction: Transaction): boolean {
    const key = keyOf(transaction.id);
    const found = open.get(key);
    clearTimeout(found?.idle);
    clearTimeout(found?.deadline);
    return open.delete(key);
  }

  function expire(transaction: Transaction): void {
    close(transaction);
    locks.abort(transaction, abortedMessage);
  }

  return {
    begin(options, connection) {
      const age = ageOf(options?.readWrite?.retryTransaction) ?? nextAge();
      const id = Buffer.concat([Buffer.alloc(ageBytes), randomBytes(10)]);
      id.writeUIntBE(age, 0, ageBytes);
      const transaction: OpenTransaction = {
        id,
        age,
        readTime: options?.readOnly ? readTimeOf(options, engine) : undefined,
        connection,
        idle: setTimeout(() => expire(transaction), idleMillis),
        deadline: setTimeout(() => expire(transaction), lifetimeMillis),
      };
      open.set(keyOf(id), transaction);
      return transaction;
    },
    require(id, connection) {
      const key = keyOf(id);
      const transaction = open.get(key);
      if (!transaction) {
        throw aborted.has(key)
          ? new RpcError(status.ABORTED, abortedMessage)
          : new RpcError(status.INVALID_ARGUMENT, expiredMessage);
      }
      transaction.connection = connection;
      transaction.idle.refresh();
      return transaction;
    },
    end(transaction) {
      close(transaction);
      locks.release(transaction);
    },
    forget(owner) {
      if (!isTransaction(owner) || !close(owner)) return;
      aborted.add(keyOf(owner.id));
      if (aborted.size > rememberedAborts) aborted.delete(aborted.values().next().value!);
    },
    endAll(connection) {
      for (const transaction of [...open.values()]) {
        if (connection === undefined || transaction.connection === connection) expire(transaction);
      }
    },
    nextAge,
  };
}

function isTransaction(owner: Owner): owner is Transaction {
  return 'id' in owner;
}

function readTimeOf(options: TransactionOptions, engine: Engine): Timestamp {
  const wanted = options.readOnly?.readTime;
  return wanted
    ? new Timestamp(Number(wanted.seconds ?? 0), wanted.nanos ?? 0)
    : engine.snapshotTime();
}

/** A retry is as old as its first attempt, whose id tells its age: it can not lose for ever. */
function ageOf(id: Uint8Array | string | null | undefined): number | undefined {
  const bytes = Buffer.from(id ?? '');
  return bytes.length >= ageBytes ? bytes.readUIntBE(0, ageBytes) : undefined;
}

function keyOf(id: Uint8Array | string): string {
  return Buffer.from(id).toString('base64');
}
