// A device in tests: signs in, registers, keeps what its app would keep, and acts as the caller its ID
// token would make it.
import type { Caller } from '../../src/domain/session/session.ts';
import type { DeviceSession } from '../../src/domain/session/deviceSession.ts';
import type { TokenResponse } from '../../src/operations/issueTokens.ts';
import type {
  RegistrationCaller,
  RegistrationInput,
} from '../../src/operations/registerSession.ts';
import { registerSession } from '../../src/operations/registerSession.ts';
import type { Services, SessionStore } from '../../src/services.ts';
import type { TestServices } from './services.ts';

export function describeDevice(deviceId: string): RegistrationInput {
  return {
    deviceId,
    deviceName: `Phone ${deviceId}`,
    deviceType: 'ANDROID',
    platform: 'Android 15',
    appVersion: '1.0',
    pushToken: { kind: 'token', value: `push-${deviceId}` },
    locale: 'en-US',
  };
}

/** What an ID token says of its sign-in. */
export type SignIn = Omit<RegistrationCaller, 'ip' | 'officialApp'>;

/** A sign-in at this moment, in whole seconds as `auth_time` counts. */
export function signInNow(
  services: Pick<Services, 'now'>,
  userId = 'alice',
  tenantId: string | null = null,
): SignIn {
  return {
    userId,
    tenantId,
    signedInAt: new Date(Math.floor(services.now().getTime() / 1000) * 1000),
    provider: 'password',
    methods: { provider: null, secondFactor: null },
    carriedClaims: {},
    refreshed: false,
    session: null,
  };
}

export interface RegisteredDevice {
  session: DeviceSession;
  caller: Caller;
  signIn: SignIn;
  customToken: string;
  tokens: TokenResponse;
  deviceToken: string;
}

/** Registers with a sign-in made now, or the one given. `more` is what the app sends besides. */
export async function register(
  services: TestServices<SessionStore>,
  deviceId: string,
  signIn: SignIn = signInNow(services),
  more: Partial<RegistrationInput> = {},
): Promise<RegisteredDevice> {
  const { session, customToken, tokens, deviceToken } = await registerSession(
    services,
    { ...signIn, ip: '77.88.55.242', officialApp: null },
    { ...describeDevice(deviceId), ...more },
  );
  const { sessionId } = session;
  const { userId, tenantId } = signIn;
  const deviceHashes = await services.tokens.hashDevice(sessionId, deviceId);
  return {
    session,
    customToken,
    tokens,
    deviceToken,
    signIn,
    caller: { userId, tenantId, sessionId, deviceId, deviceHashes },
  };
}

/** The sign-in as a token of this session tells it: refreshed, with `sid`. */
export function carrying(signIn: SignIn, { sessionId, deviceId, deviceHashes }: Caller): SignIn {
  return { ...signIn, session: { sessionId, deviceId, deviceHashes } };
}

/** What this installation shows when it signs in again. */
export function again({ deviceToken }: Pick<RegisteredDevice, 'deviceToken'>) {
  return { deviceToken };
}
