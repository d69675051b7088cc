// The client of a web app on the Firebase JS SDK.
import type { FirebaseApp } from 'firebase/app';
import { makeSessionsClient } from './core/client.ts';
import type { SessionsClient } from './core/sessionsClient.ts';
import { lazily } from './core/lazily.ts';
import { platformLocks } from './core/locks.ts';
import type { ClientOptions, DeviceDescription } from './core/options.ts';
import type { Browser } from './device.ts';
import { indexedDbStorage } from './indexedDbStorage.ts';
import { firebaseTransports, type FirebaseTransportsOptions } from './firebaseTransports.ts';
import type { PopupOptions, Reauthenticate } from './popupReauthentication.ts';

export * from './core/index.ts';
export { indexedDbStorage } from './indexedDbStorage.ts';
export type { PopupOptions, Reauthenticate, CodeHint, Proof } from './popupReauthentication.ts';
export { firebaseTransports, type FirebaseTransportsOptions } from './firebaseTransports.ts';

export interface WebClientOptions
  extends Partial<Omit<ClientOptions, 'describe'>>, FirebaseTransportsOptions {
  /** What to tell of this device beside, or in place of, what the browser says. */
  device?: Partial<DeviceDescription>;
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
    locks: platformLocks(),
    ...options,
  });
}

/** Loaded when a session is opened, not with the page. */
export async function describeBrowser(browser?: Browser): Promise<DeviceDescription> {
  return (await import('./device.ts')).describeBrowser(browser);
}

/** The `reauthenticate` of <active-sessions> by a provider's popup; loaded at once, so that a click opens it. */
export function popupReauthentication(app: FirebaseApp, options?: PopupOptions): Reauthenticate {
  const load = lazily(() => import('./popupReauthentication.ts'));
  // A failure is told when it is wanted.
  load().catch(() => {});
  return async (proof, ask) => (await load()).popupReauthentication(app, options)(proof, ask);
}
