// The client of a web app on the Firebase JS SDK.
import type { FirebaseApp } from 'firebase/app';
import { makeSessionsClient, type SessionsClient } from './core/client.ts';
import { platformLocks } from './core/locks.ts';
import { makeRandomId, type ClientOptions } from './core/options.ts';
import { memoryStorage, type Storage } from './core/storage.ts';
import { describeBrowser } from './device.ts';
import { firebaseTransports, type FirebaseTransportsOptions } from './firebaseTransports.ts';

export * from './core/index.ts';
export { describeBrowser } from './device.ts';
export { popupReauthentication, type PopupOptions } from './popupReauthentication.ts';
export { firebaseTransports, type FirebaseTransportsOptions } from './firebaseTransports.ts';

export interface WebClientOptions
  extends Partial<Omit<ClientOptions, 'describe'>>, FirebaseTransportsOptions {
  /** What to tell of this device beside, or in place of, what the browser says. */
  device?: Partial<Awaited<ReturnType<typeof describeBrowser>>>;
}

/**
 * The client of this browser. Sessions are kept in localStorage; where a page may not use it, in memory.
 */
export function createSessionsClient(
  app: FirebaseApp,
  { device, ...options }: WebClientOptions = {},
): SessionsClient {
  const items = localItems();
  return makeSessionsClient({
    transports: firebaseTransports(app, options),
    describe: async () => ({ ...(await describeBrowser()), ...device }),
    storage: items ?? memoryStorage(),
    locks: platformLocks(items, makeRandomId()),
    ...options,
  });
}

/** Reading the property already throws where storage is blocked. */
function localItems(): (Storage & globalThis.Storage) | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
