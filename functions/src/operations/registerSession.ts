// Opens the session of a device that has just signed in.
import { toDeviceSession } from '../domain/deviceSession.ts';
import type { DeviceDescription, SignIn } from '../domain/registration.ts';
import { decideRegistration } from '../domain/registration.ts';
import type { DeviceSession } from '../domain/session.ts';
import type { Services } from '../services.ts';

/**
 * Returns the new session and the custom token that puts it into the device's ID tokens.
 * The token is minted first, so that a project that may not mint opens no session that nobody holds.
 * Place and pushes are the trigger's work. Errors: those of `decideRegistration`.
 */
export async function registerSession(
  services: Pick<Services, 'sessions' | 'customTokens' | 'policy' | 'now' | 'newSessionId'>,
  caller: SignIn & { ip: string | null },
  device: DeviceDescription,
): Promise<{ session: DeviceSession; customToken: string }> {
  const { policy } = services;
  const now = services.now();
  const sessionId = services.newSessionId();
  const { ip, ...signIn } = caller;
  const { userId } = signIn;
  const { deviceId } = device;

  const customToken = await services.customTokens.createCustomToken({ userId, sessionId, deviceId });
  const session = await services.sessions.changeForRegistration({ signIn, deviceId }, (state) =>
    decideRegistration(state, { sessionId, signIn, device, ip }, policy, now),
  );
  return { session: toDeviceSession(session, sessionId, policy, now), customToken };
}
