// Which sign-ins may open a session: a closed device must sign in again, really.
import { SessionError } from '../../errors.ts';
import { rememberedUntil } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import { secondMs } from '../session/policy.ts';
import type { SessionSecrets } from '../session/session.ts';
import type { Registration, RegistrationState, SignIn } from './signIn.ts';
import type { SignInTime } from './signInKeys.ts';
import { signInKeysOf } from './signInKeys.ts';

/** What needs no look at the database. Throws recent_sign_in_required for a sign-in that is too old. */
export function requirePossibleSignIn(
  { signIn, shown }: Pick<Registration, 'signIn' | 'shown'>,
  moment: Pick<Moment, 'now' | 'policy'>,
): void {
  const mayBeOld = isBeforeRollOut(signIn, moment) || shown.attemptHash !== null;
  if (isTooOld(signIn, moment) && !mayBeOld) throw new SessionError('recent_sign_in_required');
}

/**
 * Throws recent_sign_in_required for a sign-in that is too old, or has gone into a session that has
 * ended.
 */
export function requireEligibleSignIn(
  state: RegistrationState,
  { signIn }: Registration,
  moment: Moment,
): void {
  const mayBeOld = isRollOut(state, signIn, moment);
  if ((isTooOld(signIn, moment) && !mayBeOld) || state.isSpent) {
    throw new SessionError('recent_sign_in_required');
  }
}

/** Whether people who were signed in before the product came may register this once. */
export function isRollOut(
  { isUsed }: Pick<RegistrationState, 'isUsed'>,
  signIn: SignInTime,
  moment: Pick<Moment, 'now' | 'policy'>,
): boolean {
  return isBeforeRollOut(signIn, moment) && !isUsed;
}

/** Whether the sign-in is older than the roll-out, and that is not yet long ago. */
export function isBeforeRollOut(
  { signedInAt }: Pick<SignInTime, 'signedInAt'>,
  { now, policy }: Pick<Moment, 'now' | 'policy'>,
): boolean {
  const { rollOutAt } = policy;
  return rollOutAt !== null && signedInAt < rollOutAt && now < rememberedUntil(rollOutAt, policy);
}

/** Whether this sign-in went into that session. */
export function wentInto(signIn: SignIn, { signIns }: SessionSecrets): boolean {
  return signInKeysOf(signIn).some((key) => signIns.includes(key));
}

function isTooOld(
  { signedInAt }: SignInTime,
  { now, policy }: Pick<Moment, 'now' | 'policy'>,
): boolean {
  return now.getTime() - signedInAt.getTime() > policy.signInMaxAgeSeconds * secondMs;
}
