// The client of a web app on the Firebase JS SDK.
import type { FirebaseApp } from 'firebase/app';
import { makeSessionsClient, type SessionsClient } from './core/client.ts';
import { platformLocks } from './core/locks.ts';
import { makeRandomId, type ClientOptions } from './core/options.ts';
import { describeBrowser } from './device.ts';
import { indexedDbStorage } from './indexedDbStorage.ts';
import { firebaseTransports, type FirebaseTransportsOptions } from './firebaseTransports.ts';

export * from './core/index.ts';
export { describeBrowser } from './device.ts';
export { indexedDbStorage } from './indexedDbStorage.ts';
export { popupReauthentication, type PopupOptions } from './popupReauthentication.ts';
export { firebaseTransports, type FirebaseTransportsOptions } from './firebaseTransports.ts';

export interface WebClientOptions
  extends Partial<Omit<ClientOptions, 'describe'>>, FirebaseTransportsOptions {
  /** What to tell of this device beside, or in place of, what the browser says. */
  device?: Partial<Awaited<ReturnType<typeof describeBrowser>>>;
}

/** The client of this browser. Where a page may keep nothing, its session lasts as long as the page. */
export function createSessionsClient(
  app: FirebaseApp,
  { device, ...options }: WebClientOptions = {},
): SessionsClient {
  return makeSessionsClient({
    transports: firebaseTransports(app, options),
    describe: async () => ({ ...(await describeBrowser()), ...device }),
    storage: indexedDbStorage(),
    locks: platformLocks(localItems(), makeRandomId()),
    ...options,
  });
}

/** Reading the property already throws where storage is blocked. */
function localItems(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
