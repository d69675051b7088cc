// Where a browser's tabs keep what they share. IndexedDB, for localStorage reaches other processes late:
// a tab that has waited for its turn could still read the tokens of before.
import { limited } from './core/limit.ts';
import { memoryStorage, type Storage } from './core/storage.ts';

const storeName = 'items';

/** Site data is blocked, or there is no IndexedDB at all: that will not pass. */
const blocked = /^(Security|InvalidState|Reference|Type)Error/;

/** Rejects where the browser's database fails. Where a page may have none, what is kept is kept by the page. */
export function indexedDbStorage(name = 'device-sessions'): Storage {
  const ofThisPage = memoryStorage();
  let opened: Promise<Storage> | null = null;

  async function open(): Promise<Storage> {
    try {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(storeName);
      return storageOf(await limited(() => answerTo(request)));
    } catch (error) {
      if (blocked.test((error as Error).name)) return ofThisPage;
      throw error;
    }
  }

  async function run<T>(use: (storage: Storage) => T): Promise<Awaited<T>> {
    const opening = (opened ??= open());
    try {
      return await use(await opening);
    } catch (error) {
      // A database that was closed under us is opened again by the next call.
      if (opened === opening) opened = null;
      throw error;
    }
  }

  return {
    getItem: (key) => run((storage) => storage.getItem(key)),
    setItem: (key, value) => run((storage) => storage.setItem(key, value)),
    removeItem: (key) => run((storage) => storage.removeItem(key)),
  };
}

function storageOf(database: IDBDatabase): Storage {
  async function change(ask: (store: IDBObjectStore) => unknown): Promise<void> {
    const transaction = database.transaction(storeName, 'readwrite');
    ask(transaction.objectStore(storeName));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error!);
    });
  }
  return {
    async getItem(key) {
      const store = database.transaction(storeName).objectStore(storeName);
      const asked = store.get(key) as IDBRequest<string | undefined>;
      return (await answerTo(asked)) ?? null;
    },
    setItem: (key, value) => change((store) => store.put(value, key)),
    removeItem: (key) => change((store) => store.delete(key)),
  };
}

function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}
