// One project's database: the engine with what it lacks around it (locking transactions, counting, events
// of what a commit has changed). The RPCs in rpcs/ are written against this.
import { conflicts } from './claims.ts';
import { openEngine, type Engine } from './engine.ts';
import { createLocks, type Locks } from './locks.ts';
import type { Statistics } from './statistics.ts';
import { createTransactions, type Transactions } from './transactions.ts';
import type { WireDocument } from './wire.ts';

/** A document before and after a commit; absent where it did not exist. */
export interface DocumentChange {
  project: string;
  path: string;
  before: WireDocument | undefined;
  after: WireDocument | undefined;
}

export interface Database {
  project: string;
  engine: Engine;
  locks: Locks;
  transactions: Transactions;
  statistics: Statistics;
  /** Told once for each changed document, in the order of the commits. */
  onChange(change: DocumentChange): void;
}

export interface Databases {
  /** The project's database, empty at first sight of the project. */
  open(project: string): Promise<Database>;
  /** Ends the transactions of a connection that is gone. */
  dropConnection(connection: string): void;
  /** Deletes all data of a project; its open transactions end. */
  clear(project: string): Promise<void>;
}

export function createDatabases(
  statistics: Statistics,
  onChange: (change: DocumentChange) => void,
): Databases {
  const opened = new Map<string, Promise<Database>>();

  async function create(project: string): Promise<Database> {
    const engine = await openEngine(project);
    const findFields = (path: string): WireDocument['fields'] =>
      engine.toWire(engine.findDocument(path)).fields;
    const locks = createLocks(
      (a, b) => conflicts(a, b, (path) => findFields(path) ?? undefined),
      (owner) => transactions.forget(owner),
    );
    const transactions = createTransactions(engine, locks);
    return { project, engine, locks, transactions, statistics, onChange };
  }

  function open(project: string): Promise<Database> {
    let database = opened.get(project);
    if (!database) {
      database = create(project);
      opened.set(project, database);
    }
    return database;
  }

  return {
    open,
    dropConnection(connection) {
      for (const database of opened.values()) {
        void database.then(({ transactions }) => transactions.endAll(connection));
      }
    },
    async clear(project) {
      const { engine, transactions } = await open(project);
      transactions.endAll();
      for (const document of engine.clear()) {
        const before = engine.toWire(document);
        onChange({ project, path: document.path, before, after: undefined });
      }
    },
  };
}
