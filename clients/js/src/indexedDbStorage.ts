// Where a browser's tabs keep what they share. IndexedDB, for localStorage reaches other processes late:
// a tab that has waited for its turn could still read the tokens of before.
import type { Storage } from './core/storage.ts';

const storeName = 'items';

/** Rejects where the browser has no IndexedDB for this page. */
export function indexedDbStorage(name = 'device-sessions'): Storage {
  let opened: Promise<IDBDatabase> | null = null;

  function open(): Promise<IDBDatabase> {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    return answerTo(request);
  }

  async function run<T>(
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    opened ??= open();
    try {
      const transaction = (await opened).transaction(storeName, mode);
      const answer = await answerTo(ask(transaction.objectStore(storeName)));
      if (mode === 'readwrite') await completionOf(transaction);
      return answer;
    } catch (error) {
      // A database that was closed under us is opened again by the next call.
      opened = null;
      throw error;
    }
  }

  return {
    async getItem(key) {
      const value: unknown = await run('readonly', (store) => store.get(key));
      return typeof value === 'string' ? value : null;
    },
    setItem: (key, value) => run('readwrite', (store) => store.put(value, key)),
    removeItem: (key) => run('readwrite', (store) => store.delete(key)),
  };
}

function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}

function completionOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB aborted'));
  });
}
