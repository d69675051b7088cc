// A small app on a device: what a web or mobile app does with the backend, through the real Firebase
// JS SDK. Each installation is an SDK app of its own, with its own sign-in in memory.
import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase/app';
import type { AuthCredential, User } from 'firebase/auth';
import {
  connectAuthEmulator,
  inMemoryPersistence,
  initializeAuth,
  signInWithCredential,
  signInWithCustomToken,
  signInWithEmailAndPassword,
} from 'firebase/auth';
import { connectFunctionsEmulator, getFunctions, httpsCallable } from 'firebase/functions';
import type { DeviceType } from '../../src/domain/session/session.ts';
import type { DeviceSession } from '../../src/domain/session/deviceSession.ts';
import type { HttpAnswer, PostOptions } from './callable.ts';
import { postCallable } from './callable.ts';
import type { EndpointAnswer } from './endpoint.ts';
import { postEndpoint } from './endpoint.ts';
import { openFrontEnd } from './frontEnd.ts';
import { findStack } from './stack.ts';

export interface Device {
  deviceName: string;
  deviceType: DeviceType;
  platform?: string;
  appVersion?: string;
  locale?: string;
  /** The IP address from which it calls; unknown to the backend if absent. */
  address?: string;
}

export interface Credentials {
  email: string;
  password: string;
}

export interface App {
  readonly deviceId: string;
  readonly pushToken: string;
  /** What it kept of its last registration; nothing before the first. */
  readonly kept: { deviceToken?: string; refreshToken?: string };
  /** Signs in to Firebase; the user it gives keeps this sign-in, whatever the app does afterwards. */
  signIn(credentials: Credentials | AuthCredential): Promise<User>;
  /** Opens this device's session and signs in with its custom token: from now on calls carry it. */
  register(): Promise<DeviceSession>;
  /** signIn and register: what the app does when a person logs in. */
  logIn(credentials: Credentials | AuthCredential): Promise<DeviceSession>;
  /** Calls a callable through the SDK; rejects with its FunctionsError. */
  call<Answer>(name: string, data?: object): Promise<Answer>;
  /** Calls it over plain HTTP from this device; with the app's ID token if no other bearer is given. */
  post(name: string, data?: object, options?: PostOptions): Promise<HttpAnswer>;
  /** Exchanges the refresh token that it got last, and keeps the new one where it gets one. */
  refreshTokens(): Promise<EndpointAnswer>;
  /** What it tells registerSession: itself, and what it kept, as far as this user's sign-in goes. */
  describe(): object;
  /** The ID token in use; `refresh` gets a new one from Firebase first. */
  idToken(refresh?: boolean): Promise<string>;
  uninstall(): Promise<void>;
}

interface Registered {
  session: DeviceSession;
  customToken: string;
  tokens: { refresh_token: string };
  deviceToken: string;
}

/**
 * Installs the app on a device, which thereby gets its device id and its push token. With a device
 * token it is the installation that got that one, run again. The push token is a new one if none is given.
 */
export async function installApp(
  { address, ...device }: Device,
  deviceToken?: string,
  pushToken = `push-${randomUUID()}`,
): Promise<App> {
  const stack = findStack();
  const deviceId = randomUUID();
  const firebase = initializeApp({ apiKey: 'emulator', projectId: stack.project }, deviceId);
  const auth = initializeAuth(firebase, { persistence: inMemoryPersistence });
  connectAuthEmulator(auth, `http://${stack.auth}`, { disableWarnings: true });
  const functions = getFunctions(firebase, stack.region);
  const frontEnd = address === undefined ? null : await openFrontEnd(stack.functions, address);
  const host = frontEnd?.host ?? stack.functions;
  connectFunctionsEmulator(functions, host.split(':')[0] ?? '', Number(host.split(':')[1]));

  const kept: App['kept'] = deviceToken === undefined ? {} : { deviceToken };
  /** Names this sign-in until its registration is answered: a repetition opens no second session. */
  let attempt: string | undefined;

  const app: App = {
    deviceId,
    pushToken,
    kept,

    async signIn(credentials) {
      attempt = undefined;
      delete kept.refreshToken;
      const { user } =
        'password' in credentials
          ? await signInWithEmailAndPassword(auth, credentials.email, credentials.password)
          : await signInWithCredential(auth, credentials);
      return user;
    },

    async register() {
      const registered = await app.call<Registered>('registerSession', app.describe());
      attempt = undefined;
      kept.deviceToken = registered.deviceToken;
      kept.refreshToken = registered.tokens.refresh_token;
      await signInWithCustomToken(auth, registered.customToken);
      return registered.session;
    },

    async logIn(credentials) {
      await app.signIn(credentials);
      return await app.register();
    },

    async call<Answer>(name: string, data: object = {}) {
      return (await httpsCallable<object, Answer>(functions, name)(data)).data;
    },

    async post(name, data = {}, { bearer, ...options } = {}) {
      return await postCallable(name, data, {
        bearer: bearer ?? (await app.idToken()),
        host,
        ...options,
      });
    },

    async refreshTokens() {
      const answer = await postEndpoint('refreshTokens', {
        grant_type: 'refresh_token',
        refresh_token: kept.refreshToken,
      });
      if (answer.status === 200) kept.refreshToken = answer.body.refresh_token as string;
      return answer;
    },

    describe() {
      attempt ??= randomUUID();
      return { deviceId, pushToken, ...device, ...kept, attempt };
    },

    async idToken(refresh = false) {
      if (!auth.currentUser) throw new Error('nobody is signed in');
      return await auth.currentUser.getIdToken(refresh);
    },

    async uninstall() {
      await deleteApp(firebase);
      await frontEnd?.close();
    },
  };
  return app;
}
