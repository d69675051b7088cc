// The production services: built once, at first use, each part only by the function that uses it.
import { setTimeout } from 'node:timers/promises';
import * as config from './config.ts';
import type { OwedTask, Services } from './services.ts';
import { boundedServices } from './boundedServices.ts';
import type { Owner } from './domain/session/session.ts';
import { firstTimes } from './firstTimes.ts';
import { log } from './log.ts';
import { newId } from './newId.ts';
import type { KeptPush } from './store/firestoreOutbox.ts';
import { onUnalertedLogin } from './onUnalertedLogin.ts';

/** The services of this instance. Nothing is opened or loaded before it is called upon. */
export const services = once((): Services => {
  const { alertMailCollection, appName, sessionsUrl, checkAccount } = config.settings;
  return boundedServices({
    ...{ sessions, accounts, tokens, pushes, pushQueue, erasureQueue, locator, onUnalertedLogin },
    loginMails: alertMailCollection === null ? null : loginMailsIn(alertMailCollection),
    ...{ appName, sessionsUrl, checkAccount, log, now, newId },
    policy: config.sessionPolicy(),
    isFirstTime: firstTimes(1000),
    elapsed: () => performance.now(),
    pause: async (mostMs) => await setTimeout(Math.random() * mostMs),
  });
});

const now = () => new Date();

const app = once(async () => {
  const { getApps, initializeApp } = await import('firebase-admin/app');
  // A team's own code may have made it, with options of its own.
  return getApps().find(({ name }) => name === '[DEFAULT]') ?? initializeApp();
});

const firestore = once(async () => {
  const { getFirestore } = await import('firebase-admin/firestore');
  return getFirestore(await app());
});

const sessions = deferred(async () => {
  const { firestoreSessions } = await import('./store/firestoreSessions.ts');
  const { loggingSessions } = await import('./store/loggingSessions.ts');
  const { alertMailCollection: mailCollection } = config.settings;
  return loggingSessions(firestoreSessions(await firestore(), { mailCollection }), log);
});

const accounts = deferred(async () => {
  const { firebaseAccounts } = await import('./clients/firebaseAccounts.ts');
  const { getAuth } = await import('firebase-admin/auth');
  return firebaseAccounts(getAuth(await app()));
});

const tokens = deferred(async () => {
  const { makeTokens } = await import('./tokens/makeTokens.ts');
  const { parseSessionKeys } = await import('./tokens/sessionKeys.ts');
  const keys = once(() => parseSessionKeys(config.sessionKeys.value()));
  return makeTokens({ keys, ...config.tokenScope() });
});

const pushes = deferred(async () => {
  if (config.isEmulator()) {
    const { firestoreOutbox } = await import('./store/firestoreOutbox.ts');
    return firestoreOutbox(await firestore(), now);
  }
  const { fcmPushSender } = await import('./clients/fcm.ts');
  const { getMessaging } = await import('firebase-admin/messaging');
  return fcmPushSender({ messaging: getMessaging(await app()), log });
});

/** What the emulator kept in place of sending it, from that time on; for the device lab. */
export async function readOutbox(since: Date): Promise<KeptPush[]> {
  const { readOutbox: read } = await import('./store/firestoreOutbox.ts');
  return await read(await firestore(), since);
}

const loginMailsIn = (collection: string) =>
  deferred(async () => {
    const { firestoreMails } = await import('./store/firestoreMails.ts');
    return firestoreMails(await firestore(), collection);
  });

/** The task queue of a function of this deployment. */
const taskQueueOf = <Task extends object>(name: string) =>
  deferred(async () => {
    const { taskQueue } = await import('./clients/taskQueue.ts');
    const { getFunctions } = await import('firebase-admin/functions');
    const functions = getFunctions(await app());
    return taskQueue<Task>(functions, config.settings.region, config.deployedId(name));
  });

const pushQueue = taskQueueOf<OwedTask>('deliverPush');
const erasureQueue = taskQueueOf<Owner>('eraseUserLater');

/** What a kit's project lacks. The package carries the files to compare with. */
export const projectSetup = deferred(async () => {
  const { projectSetup: make } = await import('./clients/projectSetup.ts');
  const { credential, projectId } = (await app()).options;
  return make({
    project: projectId ?? config.tokenScope().audience,
    accessToken: async () => (await credential?.getAccessToken())?.access_token ?? '',
    files: new URL('.', import.meta.resolve('device-sessions-for-firebase/package.json')),
  });
});

const locator = deferred(async () => {
  const { makeLocator } = await import('./clients/locator.ts');
  const providers = config.placeProviders().map(async (name) => {
    if (name === 'ipapi') {
      const { ipapiLocator } = await import('./clients/ipapi.ts');
      return ipapiLocator({ now, log: log.warn, apiKey: config.ipapiKey() });
    }
    const { mmdbLocator } = await import('./clients/mmdb.ts');
    return mmdbLocator({
      log: log.warn,
      cityFile: config.settings.geoCityFile ?? undefined,
      bundled: config.kitInstance ? 'country' : 'city',
    });
  });
  return makeLocator({ providers: await Promise.all(providers), now, log: log.warn });
});

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** A service whose every method is async, so that none is changed by being loaded first. */
type AsyncService<Service> = {
  [Method in keyof Service]: (...parameters: never[]) => Promise<unknown>;
};

/** Stands for a service of async methods until one of them is called; then it is loaded, once. */
function deferred<Service extends AsyncService<Service>>(load: () => Promise<Service>): Service {
  const loaded = once(load);
  return new Proxy({} as Service, {
    get: (_, method) => {
      // Else whoever awaits the service itself would wait for ever.
      if (method === 'then') return undefined;
      return async (...parameters: unknown[]) => {
        const service = await loaded();
        return await service[method as keyof Service](...(parameters as never[]));
      };
    },
  });
}
