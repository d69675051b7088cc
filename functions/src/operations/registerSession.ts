// Opens the session of a device that has just signed in.
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import type { DeviceDescription, SignIn } from '../domain/registration/signIn.ts';
import { decideRegistration } from '../domain/registration/registration.ts';
import type { DeviceSession } from '../domain/session/session.ts';
import type { Services } from '../services.ts';
import type { TokenResponse } from './issueTokens.ts';
import { issueTokens } from './issueTokens.ts';

/**
 * Returns the new session, the custom token that puts it into the device's ID tokens, and the
 * tokens for APIs beside Firebase. All are made first, so that a project that may not make them
 * opens no session that nobody holds; until the session is stored they are good for nothing.
 * Place and pushes are the trigger's work. Errors: those of `decideRegistration`.
 */
export async function registerSession(
  services: Pick<Services, 'sessions' | 'accounts' | 'tokens' | 'policy' | 'now' | 'newId'>,
  caller: SignIn & { ip: string | null },
  device: DeviceDescription,
): Promise<{ session: DeviceSession; customToken: string; tokens: TokenResponse }> {
  const { policy } = services;
  const now = services.now();
  const sessionId = services.newId();
  const { ip, ...signIn } = caller;
  const { userId } = signIn;
  const { deviceId } = device;

  const session = { userId, sessionId, deviceId };
  const refreshNonce = services.newId();

  const [customToken, tokens] = await Promise.all([
    services.accounts.createCustomToken(session),
    issueTokens(services, session, refreshNonce, now),
  ]);
  const opened = await services.sessions.changeForRegistration({ signIn, deviceId }, (state) =>
    decideRegistration(state, { sessionId, signIn, device, ip, refreshNonce }, policy, now),
  );
  return { session: toDeviceSession(opened, sessionId, policy, now), customToken, tokens };
}
