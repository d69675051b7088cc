// An installed app, as a team builds one: @device-sessions/client on the real Firebase JS SDK. Each
// installation is an SDK app of its own, with its own sign-in, storage and address.
import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase/app';
import type { AuthCredential, User, UserCredential } from 'firebase/auth';
import {
  connectAuthEmulator,
  inMemoryPersistence,
  initializeAuth,
  signInWithCredential,
  signInWithEmailAndPassword,
} from 'firebase/auth';
import { connectFunctionsEmulator, getFunctions } from 'firebase/functions';
import type {
  DeviceDescription,
  DeviceSession,
  Ended,
  SessionsClient,
  TokenResponse,
  Transports,
} from '../src/core/index.ts';
import { makeSessionsClient, memoryStorage, type After } from '../src/core/index.ts';
import { makeMemory, type Kept } from '../src/core/storage.ts';
import { firebaseTransports } from '../src/firebaseTransports.ts';
import { openFrontEnd } from './frontEnd.ts';
import { rawDevice, type RawDevice } from './rawDevice.ts';
import { findStack } from './stack.ts';
import { functionsAt } from './wire.ts';

export interface Device extends DeviceDescription {
  /** The IP address from which it calls; unknown to the backend if absent. */
  address?: string;
}

export interface Credentials {
  email: string;
  password: string;
}

export interface Installation {
  /** Of an earlier installation on this device, as a keychain keeps it. */
  deviceToken?: string;
  /** A new one if absent. */
  pushToken?: string;
  /** By which it finds the functions; in place of their host. */
  issuer?: string;
  /** Whether the answer to this call gets lost on its way. */
  loses?(functionName: string): boolean;
}

export interface App {
  readonly client: SessionsClient;
  readonly pushToken: string;
  /** How its sessions have ended, as the client told it. */
  readonly ended: readonly Ended[];
  /** What a modified app, or a thief with a copy of all that this one holds, may send. */
  readonly raw: RawDevice;
  /** Signs in to Firebase; the user it gives keeps this sign-in, whatever the app does afterwards. */
  signIn(credentials: Credentials | AuthCredential): Promise<User>;
  /** The client's start, with the push token. */
  start(): Promise<DeviceSession>;
  /** signIn and start: what the app does when a person logs in. */
  logIn(credentials: Credentials | AuthCredential): Promise<DeviceSession>;
  /** Who is signed in to Firebase here. */
  currentUser(): User | null;
  /** What the client keeps on the device. */
  kept<Key extends keyof Kept>(key: Key): Promise<Kept[Key] | null>;
  /** What the client got when it last called this function: the result, or an endpoint's status and body. */
  answerOf(functionName: string): unknown;
  uninstall(): Promise<void>;
}

/** A busy machine is slow: only what never comes has not come. */
const patiently: After = (milliseconds, run) => {
  const timer = setTimeout(run, 12 * milliseconds);
  return () => clearTimeout(timer);
};

/** Installs the app on a device. */
export async function installApp(
  { address, ...device }: Device,
  installation: Installation = {},
): Promise<App> {
  const {
    deviceToken,
    pushToken = `push-${randomUUID()}`,
    issuer,
    loses = () => false,
  } = installation;
  const stack = findStack();
  const firebase = initializeApp({ apiKey: 'emulator', projectId: stack.project }, randomUUID());
  const auth = initializeAuth(firebase, { persistence: inMemoryPersistence });
  connectAuthEmulator(auth, `http://${stack.auth}`, { disableWarnings: true });
  const frontEnd = address === undefined ? null : await openFrontEnd(stack.functions, address);
  const host = frontEnd?.host ?? stack.functions;
  const [hostname = '', port] = host.split(':');
  connectFunctionsEmulator(getFunctions(firebase), hostname, Number(port));

  const storage = memoryStorage();
  const memory = makeMemory(storage, 'device-sessions.');
  if (deviceToken !== undefined) await memory.write('deviceToken', deviceToken);

  const answers = new Map<string, unknown>();
  const ended: Ended[] = [];
  /** Outlive what the client forgets. */
  const held: { user: User | null; refreshToken?: string } = { user: null };

  const sdk = firebaseTransports(firebase, {
    ...(issuer !== undefined && { issuer }),
    after: patiently,
    endpoints: functionsAt(host),
  });
  function heard<Answer>(name: string, answer: Answer): Answer {
    answers.set(name, answer);
    if (loses(name)) throw new Error('the answer got lost');
    return answer;
  }
  const transports: Transports = {
    ...sdk,
    async call(name, data) {
      const answer = heard(name, await sdk.call(name, data));
      const { tokens } = answer as { tokens?: TokenResponse };
      if (tokens) held.refreshToken = tokens.refresh_token;
      return answer;
    },
    async post(name, body) {
      const answer = heard(name, await sdk.post(name, body));
      const { refresh_token } = (answer.body ?? {}) as Partial<TokenResponse>;
      if (refresh_token !== undefined) held.refreshToken = refresh_token;
      return answer;
    },
    async signInWithCustomToken(token) {
      held.user = ((await sdk.signInWithCustomToken(token)) as UserCredential).user;
    },
  };
  const client = makeSessionsClient({
    transports,
    storage,
    describe: () => device,
    after: patiently,
  });
  client.onEnded((end) => ended.push(end));

  const app: App = {
    client,
    pushToken,
    ended,

    raw: rawDevice({
      host,
      async idToken(refresh = false) {
        if (!held.user) throw new Error('nobody has signed in');
        return await held.user.getIdToken(refresh);
      },
      refreshToken: () => held.refreshToken,
      async registration() {
        const kept = await memory.read('deviceToken');
        return {
          deviceId: (await memory.read('deviceId')) ?? randomUUID(),
          pushToken,
          ...device,
          ...(kept !== null && { deviceToken: kept }),
          ...(held.refreshToken !== undefined && { refreshToken: held.refreshToken }),
          attempt: randomUUID(),
        };
      },
    }),

    async signIn(credentials) {
      const { user } =
        'password' in credentials
          ? await signInWithEmailAndPassword(auth, credentials.email, credentials.password)
          : await signInWithCredential(auth, credentials);
      held.user = user;
      delete held.refreshToken;
      return user;
    },

    start: async () => (await client.start({ pushToken })).session,

    async logIn(credentials) {
      await app.signIn(credentials);
      return await app.start();
    },

    currentUser: () => auth.currentUser,
    kept: (key) => memory.read(key),
    answerOf: (functionName) => answers.get(functionName),

    async uninstall() {
      await deleteApp(firebase);
      await frontEnd?.close();
    },
  };
  return app;
}
