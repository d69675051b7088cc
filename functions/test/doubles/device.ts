// A device in tests: signs in, registers, and acts as the caller its ID token would make it.
import type { Caller, DeviceSession } from '../../src/domain/session/session.ts';
import type { DeviceDescription, SignIn } from '../../src/domain/registration/signIn.ts';
import type { TokenResponse } from '../../src/operations/issueTokens.ts';
import { registerSession } from '../../src/operations/registerSession.ts';
import type { Services, SessionStore } from '../../src/services.ts';
import type { TestServices } from './services.ts';

export function describeDevice(deviceId: string): DeviceDescription {
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

/** A sign-in at this moment, in whole seconds as `auth_time` counts. */
export function signInNow(services: Pick<Services, 'now'>, userId = 'alice'): SignIn {
  return {
    userId,
    signedInAt: new Date(Math.floor(services.now().getTime() / 1000) * 1000),
    provider: 'password',
    secondFactor: false,
    refreshed: false,
    session: null,
  };
}

/** Registers with a fresh sign-in, or the one given. */
export async function register(
  services: TestServices<SessionStore>,
  deviceId: string,
  signIn: SignIn = signInNow(services),
  description: Partial<DeviceDescription> = {},
): Promise<{
  session: DeviceSession;
  caller: Caller;
  signIn: SignIn;
  customToken: string;
  tokens: TokenResponse;
}> {
  const { session, customToken, tokens } = await registerSession(
    services,
    { ...signIn, ip: '77.88.55.242' },
    { ...describeDevice(deviceId), ...description },
  );
  const { sessionId } = session;
  return {
    session,
    customToken,
    tokens,
    signIn,
    caller: { userId: signIn.userId, sessionId, deviceId },
  };
}

/** The sign-in as a token of this session tells it: refreshed, with `sid`. */
export function carrying(signIn: SignIn, { sessionId, deviceId }: Caller): SignIn {
  return { ...signIn, session: { sessionId, deviceId } };
}
