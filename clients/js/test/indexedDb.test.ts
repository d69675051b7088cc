// The storage of a browser, on a database that is closed, never opens, or is refused.
import { equal, rejects } from 'node:assert/strict';
import { indexedDbStorage } from '../src/indexedDbStorage.ts';

type Handler = (() => void) | null;
interface Request {
  result: unknown;
  error: Error | null;
  onsuccess: Handler;
  onerror: Handler;
  onupgradeneeded: Handler;
}

/** As much of IndexedDB as is used, with one item in it. */
function fakeDatabase() {
  const items = new Map<string, unknown>([['key', 'kept']]);
  const state = { opened: 0, isClosed: false, refusal: null as Error | null };
  const answered = (result: unknown, error: Error | null = null): Request => {
    const request: Request = {
      result,
      error,
      onsuccess: null,
      onerror: null,
      onupgradeneeded: null,
    };
    queueMicrotask(() => (error ? request.onerror?.() : request.onsuccess?.()));
    return request;
  };
  const openDatabase = () => {
    const own = { isClosed: false };
    return {
      close: () => (own.isClosed = true),
      transaction() {
        if (own.isClosed || state.isClosed) {
          throw new DOMException('The database connection is closing.', 'InvalidStateError');
        }
        const transaction = { oncomplete: null as Handler, onabort: null as Handler, error: null };
        queueMicrotask(() => queueMicrotask(() => transaction.oncomplete?.()));
        return Object.assign(transaction, {
          objectStore: () => ({
            get: (key: string) => answered(items.get(key)),
            put: (value: unknown, key: string) => answered(void items.set(key, value)),
            delete: (key: string) => answered(void items.delete(key)),
          }),
        });
      },
    };
  };
  const open = () => {
    state.opened++;
    if (state.refusal) return answered(null, state.refusal);
    state.isClosed = false;
    return answered(openDatabase());
  };
  return { state, items, indexedDB: { open } };
}

describe('the storage of a browser', () => {
  const globals = globalThis as { indexedDB?: unknown };
  afterEach(() => delete globals.indexedDB);

  it('keeps, gives and removes', async () => {
    const { indexedDB } = fakeDatabase();
    globals.indexedDB = indexedDB;
    const storage = indexedDbStorage();
    equal(await storage.getItem('key'), 'kept');
    await storage.setItem('other', 'new');
    equal(await storage.getItem('other'), 'new');
    await storage.removeItem('other');
    equal(await storage.getItem('other'), null);
  });

  it('opens again a database that was closed under it', async () => {
    const { state, indexedDB } = fakeDatabase();
    globals.indexedDB = indexedDB;
    const storage = indexedDbStorage();
    await storage.getItem('key');
    state.isClosed = true;
    await rejects(Promise.resolve(storage.getItem('key')), /closing/);
    equal(await storage.getItem('key'), 'kept');
    equal(state.opened, 2);
  });

  it('rejects, and does not say "none", while the database fails', async () => {
    const { state, indexedDB } = fakeDatabase();
    globals.indexedDB = indexedDB;
    const storage = indexedDbStorage();
    state.refusal = new DOMException('Connection to Indexed Database server lost.', 'UnknownError');
    await rejects(Promise.resolve(storage.getItem('key')), /lost/);
    state.refusal = null;
    equal(await storage.getItem('key'), 'kept');
  });

  for (const [what, indexedDB] of Object.entries({
    'is refused to the page': {
      open() {
        throw new DOMException('access denied', 'SecurityError');
      },
    },
    'is not there': undefined,
    'is null': null,
  })) {
    it(`is that of the page where the database ${what}`, async () => {
      globals.indexedDB = indexedDB;
      const storage = indexedDbStorage();
      equal(await storage.getItem('key'), null);
      await storage.setItem('key', 'of this page');
      equal(await storage.getItem('key'), 'of this page');
      await storage.removeItem('key');
      equal(await storage.getItem('key'), null);
    });
  }
});
