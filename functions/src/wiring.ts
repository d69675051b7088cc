// The production services: built once, at first use, each part only by the function that uses it.
import type { App } from 'firebase-admin/app';
import type { Firestore } from '@google-cloud/firestore';
import * as config from './config.ts';
import type { Locator } from './domain/place/place.ts';
import type { PushSender } from './domain/push/pushMessage.ts';
import { log } from './log.ts';
import { newId } from './newId.ts';
import type { Tokens } from './domain/refresh/tokens.ts';
import { onUnalertedLogin } from './onUnalertedLogin.ts';
import type { Accounts, CustomTokens, PushQueue, Services, SessionStore } from './services.ts';

/** The services of this instance. Nothing is opened or loaded before it is called upon. */
export const services = once((): Services => {
  const now = () => new Date();
  return {
    sessions: deferred<SessionStore>(sessions),
    customTokens: deferred<CustomTokens>(customTokens),
    accounts: deferred<Accounts>(accounts),
    onUnalertedLogin,
    tokens: deferred<Tokens>(tokens),
    pushes: deferred<PushSender>(pushes),
    pushQueue: deferred<PushQueue>(pushQueue),
    locator: deferred<Locator>(locator),
    policy: config.sessionPolicy(),
    log,
    now,
    newId,
  };
});

const app = once(async (): Promise<App> => {
  const { initializeApp } = await import('firebase-admin/app');
  return initializeApp();
});

const firestore = once(async (): Promise<Firestore> => {
  const { getFirestore } = await import('firebase-admin/firestore');
  return getFirestore(await app());
});

const sessions = once(async (): Promise<SessionStore> => {
  const { firestoreSessions } = await import('./store/firestoreSessions.ts');
  return firestoreSessions(await firestore());
});

const customTokens = once(async (): Promise<CustomTokens> => {
  const { firebaseCustomTokens } = await import('./clients/firebaseCustomTokens.ts');
  const { getAuth } = await import('firebase-admin/auth');
  return firebaseCustomTokens(getAuth(await app()));
});

const accounts = once(async (): Promise<Accounts> => {
  const { firebaseAccounts } = await import('./clients/firebaseAccounts.ts');
  const { getAuth } = await import('firebase-admin/auth');
  return firebaseAccounts(getAuth(await app()));
});

const tokens = once(async (): Promise<Tokens> => {
  const { makeTokens } = await import('./tokens/makeTokens.ts');
  const { parseSessionKeys } = await import('./tokens/sessionKeys.ts');
  const keys = once(() => parseSessionKeys(config.sessionKeys.value()));
  return makeTokens({ keys, ...config.tokenScope(), cacheSize: 1000 });
});

const pushes = once(async (): Promise<PushSender> => {
  if (config.isEmulator()) {
    const { firestoreOutbox } = await import('./store/firestoreOutbox.ts');
    return firestoreOutbox(await firestore(), () => new Date());
  }
  const { fcmPushSender } = await import('./clients/fcm.ts');
  const { getMessaging } = await import('firebase-admin/messaging');
  return fcmPushSender({ messaging: getMessaging(await app()), log });
});

const pushQueue = once(async (): Promise<PushQueue> => {
  const { taskPushQueue } = await import('./clients/taskPushQueue.ts');
  const { getFunctions } = await import('firebase-admin/functions');
  return taskPushQueue(getFunctions(await app()), config.region.value());
});

const locator = once(async (): Promise<Locator> => {
  const { makeLocator } = await import('./clients/locator.ts');
  const now = () => new Date();
  const providers = config.placeProviders().map(async (name) => {
    if (name === 'ipapi') {
      const { ipapiLocator } = await import('./clients/ipapi.ts');
      return ipapiLocator({ now, log: log.warn, apiKey: config.ipapiKey.value() });
    }
    const { mmdbLocator } = await import('./clients/mmdb.ts');
    return mmdbLocator({ log: log.warn, cityFile: config.cityFile() });
  });
  return makeLocator({ providers: await Promise.all(providers), now, log: log.warn });
});

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Stands for a service of async methods until one of them is called. */
function deferred<Service extends object>(load: () => Promise<Service>): Service {
  return new Proxy({} as Service, {
    get: (_, method) => {
      // Else whoever awaits the service itself would wait for ever.
      if (method === 'then') return undefined;
      return async (...parameters: unknown[]) => {
        const service = (await load()) as Record<PropertyKey, (...p: unknown[]) => unknown>;
        return await service[method]?.(...parameters);
      };
    },
  });
}
