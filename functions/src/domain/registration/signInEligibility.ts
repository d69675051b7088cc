// Which sign-ins may open a session: a closed device must sign in again, really.
import { SessionError } from '../../errors.ts';
import { isLive, requireLive } from '../session/lifetime.ts';
import type { SessionPolicy } from '../session/policy.ts';
import { secondMs } from '../session/policy.ts';
import type { Registration, RegistrationState, SignIn } from './signIn.ts';
import type { SessionSecrets } from '../session/session.ts';
import { signInKeysOf } from './signInKeys.ts';

/**
 * Throws session_revoked / session_expired where the token's own session is over, and
 * recent_sign_in_required for a sign-in that is too old, has gone into a session that is over, or
 * belongs to another device.
 */
export function requireEligibleSignIn(
  state: RegistrationState,
  { signIn, device }: Registration,
  policy: SessionPolicy,
  now: Date,
): void {
  if (signIn.session) {
    requireLive(state.carried, { userId: signIn.userId, ...signIn.session }, now);
    if (signIn.session.deviceId !== device.deviceId) {
      throw new SessionError('recent_sign_in_required');
    }
    return;
  }
  const ageMs = now.getTime() - signIn.signedInAt.getTime();
  const spent =
    state.closedBySignIn.length > 0 ||
    state.orphans.some((secrets) => wentInto(signIn, secrets)) ||
    state.open.some(({ session, secrets }) => !isLive(session, now) && wentInto(signIn, secrets));
  if (ageMs > policy.signInMaxAgeSeconds * secondMs || spent) {
    throw new SessionError('recent_sign_in_required');
  }
}

/** Whether this sign-in went into that session. */
export function wentInto(signIn: SignIn, { signIns }: SessionSecrets): boolean {
  return signInKeysOf(signIn).some((key) => signIns.includes(key));
}
