// The production services: built once, at first use, each part only by the function that uses it.
import { setTimeout } from 'node:timers/promises';
import type { App } from 'firebase-admin/app';
import type { Firestore } from '@google-cloud/firestore';
import * as config from './config.ts';
import type {
  ProjectSetup,
  Accounts,
  LoginMails,
  Locator,
  OwedTask,
  PushSender,
  Services,
  SessionStore,
  TaskQueue,
  Tokens,
} from './services.ts';
import { boundedServices } from './boundedServices.ts';
import type { Owner } from './domain/session/session.ts';
import { firstTimes } from './firstTimes.ts';
import { log } from './log.ts';
import { newId } from './newId.ts';
import type { KeptPush } from './store/firestoreOutbox.ts';
import { onUnalertedLogin } from './onUnalertedLogin.ts';

/** The services of this instance. Nothing is opened or loaded before it is called upon. */
export const services = once((): Services => {
  const { alertMailCollection: mails } = config.settings;
  return boundedServices({
    sessions: deferred<SessionStore>(sessions),
    accounts: deferred<Accounts>(accounts),
    onUnalertedLogin,
    tokens: deferred<Tokens>(tokens),
    pushes: deferred<PushSender>(pushes),
    pushQueue: deferred(taskQueueOf<OwedTask>('deliverPush')),
    erasureQueue: deferred(taskQueueOf<Owner>('eraseUserLater')),
    locator: deferred<Locator>(locator),
    loginMails: mails === null ? null : deferred(() => loginMails(mails)),
    appName: config.settings.appName,
    sessionsUrl: config.settings.sessionsUrl,
    checkAccount: config.settings.checkAccount,
    policy: config.sessionPolicy(),
    log,
    isFirstTime: firstTimes(1000),
    now,
    elapsed: () => performance.now(),
    pause: async (mostMs) => await setTimeout(Math.random() * mostMs),
    newId,
  });
});

const now = () => new Date();

const app = once(async (): Promise<App> => {
  const { getApps, initializeApp } = await import('firebase-admin/app');
  // A team's own code may have made it, with options of its own.
  return getApps().find(({ name }) => name === '[DEFAULT]') ?? initializeApp();
});

const firestore = once(async (): Promise<Firestore> => {
  const { getFirestore } = await import('firebase-admin/firestore');
  return getFirestore(await app());
});

const sessions = once(async (): Promise<SessionStore> => {
  const { firestoreSessions } = await import('./store/firestoreSessions.ts');
  const { loggingSessions } = await import('./store/loggingSessions.ts');
  const { alertMailCollection: mailCollection } = config.settings;
  return loggingSessions(firestoreSessions(await firestore(), { mailCollection }), log);
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
  return makeTokens({ keys, ...config.tokenScope() });
});

const pushes = once(async (): Promise<PushSender> => {
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

const loginMails = async (collection: string): Promise<LoginMails> => {
  const { firestoreMails } = await import('./store/firestoreMails.ts');
  return firestoreMails(await firestore(), collection);
};

/** The task queue of a function of this deployment. */
const taskQueueOf = <Task extends object>(name: string) =>
  once(async (): Promise<TaskQueue<Task>> => {
    const { taskQueue } = await import('./clients/taskQueue.ts');
    const { getFunctions } = await import('firebase-admin/functions');
    return taskQueue(getFunctions(await app()), config.settings.region, config.deployedId(name));
  });

/** What a kit's project lacks. The package carries the files to compare with. */
export const projectSetup = once(async (): Promise<ProjectSetup> => {
  const { projectSetup: make } = await import('./clients/projectSetup.ts');
  const { credential, projectId } = (await app()).options;
  return make({
    project: projectId ?? config.tokenScope().audience,
    accessToken: async () => (await credential?.getAccessToken())?.access_token ?? '',
    files: new URL('.', import.meta.resolve('device-sessions-for-firebase/package.json')),
  });
});

const locator = once(async (): Promise<Locator> => {
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

/** Stands for a service of async methods until one of them is called. */
function deferred<Service extends AsyncService<Service>>(load: () => Promise<Service>): Service {
  return new Proxy({} as Service, {
    get: (_, method) => {
      // Else whoever awaits the service itself would wait for ever.
      if (method === 'then') return undefined;
      return async (...parameters: unknown[]) => {
        const service = await load();
        return await service[method as keyof Service](...(parameters as never[]));
      };
    },
  });
}
