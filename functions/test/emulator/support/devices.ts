// Accounts and devices for end-to-end tests: each test has its own, and they are gone after it.
import assert from 'node:assert/strict';
import type { AuthCredential, User } from 'firebase/auth';
import type { App, Credentials, Device, Installation } from '../../../../clients/js/testing/app.ts';
import { installApp } from '../../../../clients/js/testing/app.ts';
import type { Backstage } from '../../../../clients/js/testing/backstage.ts';
import { openBackstage } from '../../../../clients/js/testing/backstage.ts';
import { postCallable, postEndpoint } from '../../../../clients/js/testing/wire.ts';
import type { TestUser } from '../../../../clients/js/testing/users.ts';
import { askAsOwner, createUser } from '../../../../clients/js/testing/users.ts';
import { until } from '../../../../clients/js/testing/until.ts';
import type { PushKind } from '../../../src/domain/push/pushMessage.ts';
import type { DeviceSession, RevokedReason } from '../../../../clients/js/src/core/index.ts';

/** Calls from the Samsung's city, so that nothing about the other's login is unusual but the device. */
export const iPhone: Device = {
  deviceName: 'iPhone 15 Pro',
  deviceType: 'IOS',
  platform: 'iOS 17.4',
  address: '77.88.55.88',
};
export const samsung: Device = {
  deviceName: 'Samsung Galaxy S24',
  deviceType: 'ANDROID',
  platform: 'Android 15',
  address: '77.88.55.242',
};
export const browser: Device = { deviceName: 'Firefox on Linux', deviceType: 'WEB' };

/** An app that is signed in to Firebase; it may have registered since. */
export interface SignedIn {
  app: App;
  /** Holds the sign-in from before the custom token: its ID tokens carry no `sid`. */
  firstUser: User;
  firstIdToken: string;
}

export interface LoggedIn extends SignedIn {
  session: DeviceSession;
}

export interface Devices {
  backstage: Backstage;
  install(device: Device, installation?: Installation): Promise<App>;
  /** Without registering. */
  signIn(device: Device, credentials: Credentials | AuthCredential): Promise<SignedIn>;
  /** Resolves when the backend has also done what follows a new session. */
  logIn(device: Device, credentials: Credentials | AuthCredential): Promise<LoggedIn>;
  /** A new account, logged in on these devices one after the other; the first is its known device. */
  logInEach<Each extends Device[]>(
    ...devices: Each
  ): Promise<{ user: TestUser; devices: { [Index in keyof Each]: LoggedIn } }>;
  /** The data of the pushes of this kind that went out to the app, oldest first. */
  pushedTo(app: App, kind: PushKind): Promise<Record<string, string>[]>;
}

/** The callables of the backend, each with an input that it takes. */
export const callables: Record<string, (app: App) => object | Promise<object>> = {
  registerSession: ({ raw }) => raw.registration(),
  listSessions: () => ({}),
  revokeSession: () => ({ sessionId: 'AAAAAAAAAAAAAAAAAAAAAA' }),
  revokeOtherSessions: () => ({}),
  signOut: () => ({}),
  updateSession: () => ({}),
  renameSession: () => ({ sessionId: 'AAAAAAAAAAAAAAAAAAAAAA', deviceName: 'Mine' }),
  listSecurityEvents: () => ({}),
  answerLogin: () => ({ sessionId: 'AAAAAAAAAAAAAAAAAAAAAA', wasMe: true }),
};

const endpoints = [
  ...['answerLoginAlert', 'confirmLogout', 'refreshTokens', 'revokeToken', 'introspectToken'],
  'jwks',
];

/** The emulator starts a process for each function at its first call: all at once, before tests are timed. */
let started: Promise<unknown> | undefined;
function startFunctions(): Promise<unknown> {
  return (started ??= Promise.all([
    ...Object.keys(callables).map((name) => postCallable(name, {})),
    ...endpoints.map((name) => postEndpoint(name, {})),
  ]));
}

/** Call it in a `describe`: what a test installs is uninstalled after it. */
export function useDevices(): Devices {
  const installed: App[] = [];
  const backstage = openBackstage();
  before(async () => {
    await startFunctions();
  });
  afterEach(() => Promise.all(installed.splice(0).map((app) => app.uninstall())));
  after(() => backstage.close());

  const devices: Devices = {
    backstage,

    async install(device, installation) {
      const app = await installApp(device, installation);
      installed.push(app);
      return app;
    },

    async signIn(device, credentials) {
      const app = await devices.install(device);
      const firstUser = await app.signIn(credentials);
      return { app, firstUser, firstIdToken: await firstUser.getIdToken() };
    },

    async logIn(device, credentials) {
      const signedIn = await devices.signIn(device, credentials);
      const session = await signedIn.app.start();
      await backstage.untilAnnounced(session.sessionId);
      return { ...signedIn, session };
    },

    async logInEach<Each extends Device[]>(...each: Each) {
      const user = await createUser();
      const loggedIn: LoggedIn[] = [];
      for (const device of each) loggedIn.push(await devices.logIn(device, user));
      return { user, devices: loggedIn as { [Index in keyof Each]: LoggedIn } };
    },

    async pushedTo({ pushToken }, kind) {
      const pushes = await backstage.pushesTo(pushToken);
      return pushes.flatMap((push) => (push.kind === kind ? [push.message.data] : []));
    },
  };
  return devices;
}

/** What a client is told when it is refused, and nothing more. */
export const refusals = {
  signInRequired: { status: 401, reason: 'sign_in_required' },
  sessionRequired: { status: 400, reason: 'session_required' },
  sessionRevoked: { status: 401, reason: 'session_revoked' },
  recentSignInRequired: { status: 401, reason: 'recent_sign_in_required' },
  tokenInvalid: { status: 401, reason: 'token_invalid' },
  currentSession: { status: 400, reason: 'current_session' },
  sessionOpen: { status: 400, reason: 'session_open' },
  accountRevived: { status: 403, reason: 'account_revived' },
} as const;

/** The refusal of a callable to a session that ended for this reason. */
export function revokedBy(revokedReason: RevokedReason): object {
  return { ...refusals.sessionRevoked, revokedReason };
}

/** The claims of an ID token. */
export function claimsOf(idToken: string): Record<string, unknown> & { auth_time: number } {
  return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
}

/**
 * A new ID token of this sign-in, as Firebase issues it: with the `auth_time` that it always had, or
 * the one given. The Auth emulator knows one time of sign-in for each user, that of the latest
 * sign-in on any device, and would put it into every refreshed token: so it is set back first.
 */
export async function refreshed(
  { firstUser, firstIdToken }: SignedIn,
  authTime = claimsOf(firstIdToken).auth_time,
): Promise<string> {
  const { uid: localId } = firstUser;
  await askAsOwner('accounts:update', { localId, lastLoginAt: String(authTime * 1000) });
  const idToken = await firstUser.getIdToken(true);
  assert.equal(claimsOf(idToken).auth_time, authTime);
  assert.equal(claimsOf(idToken).sid, undefined);
  return idToken;
}

/** Waits until a sign-in would not have the `auth_time` of this ID token: it counts whole seconds. */
export async function untilLaterSecond(idToken: string): Promise<void> {
  const { auth_time: authTime } = claimsOf(idToken);
  await until('the next second', () => Math.floor(Date.now() / 1000) > authTime);
}
