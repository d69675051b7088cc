// Which sign-ins may open a session: a closed device must sign in again, really. Firebase names a sign-in
// by nothing but its second (`auth_time`).
import { SessionError } from '../../errors.ts';
import type { Account, Device } from '../account/account.ts';
import { rememberedUntil } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import { secondMs } from '../session/policy.ts';
import type { SignIn } from './signIn.ts';

/** How long an app may take from its registration to the sign-in with the custom token. */
const customSignInWithinSeconds = 5;

type Clock = Pick<Moment, 'now' | 'policy'>;

export function secondOf(time: Date): number {
  return Math.floor(time.getTime() / secondMs);
}

/**
 * What needs no look at the database. Throws recent_sign_in_required for a sign-in that is too old and
 * repeats no attempt.
 */
export function requirePossibleSignIn(
  signIn: SignIn,
  { isRepeatable }: { isRepeatable: boolean },
  moment: Clock,
): void {
  if (isRepeatable) return;
  if (isRefusedByTime(signIn, moment)) throw new SessionError('recent_sign_in_required');
  if (isTooOld(signIn, moment) && !isBeforeRollOut(signIn, moment)) {
    throw new SessionError('recent_sign_in_required');
  }
}

/** Throws recent_sign_in_required for a sign-in that is too old, or has gone into a session that has ended. */
export function requireEligibleSignIn(
  account: Account | null,
  signIn: SignIn,
  moment: Clock,
): void {
  const mayBeOld = isRollOut(account, signIn, moment);
  const isSpent = marksOf(account, signIn).some((mark) => mark.isSpent);
  if ((isTooOld(signIn, moment) && !mayBeOld) || isSpent || isRefusedByTime(signIn, moment)) {
    throw new SessionError('recent_sign_in_required');
  }
}

/** Whether people who were signed in before the product came may register this once. */
export function isRollOut(account: Account | null, signIn: SignIn, moment: Clock): boolean {
  return isBeforeRollOut(signIn, moment) && marksOf(account, signIn).length === 0;
}

/** Whether the sign-in is older than the roll-out, and that is not yet long ago. */
export function isBeforeRollOut(
  { signedInAt }: Pick<SignIn, 'signedInAt'>,
  { now, policy }: Clock,
): boolean {
  const { rollOutAt } = policy;
  return rollOutAt !== null && signedInAt < rollOutAt && now < rememberedUntil(rollOutAt, policy);
}

/**
 * What is remembered of this sign-in, on whatever device. A refreshed ID token also belongs to the
 * registration whose custom-token sign-in has its time: Firebase keeps the time of the first sign-in,
 * the Auth emulator gives the time of the user's latest to all that it refreshes.
 */
function marksOf(account: Account | null, { signedInAt, refreshed }: SignIn): Device['signIns'] {
  const second = secondOf(signedInAt);
  return Object.values(account?.devices ?? {}).flatMap(({ signIns, registrations }) => [
    ...signIns.filter((mark) => mark.second === second),
    ...registrations.filter(
      (mark) =>
        refreshed && mark.second <= second && second <= mark.second + customSignInWithinSeconds,
    ),
  ]);
}

/** Whether the team takes no sign-in of that time any more, whatever else would let it in. */
function isRefusedByTime(
  { signedInAt }: Pick<SignIn, 'signedInAt'>,
  { policy: { signedInAfter } }: Clock,
): boolean {
  return signedInAfter !== null && signedInAt < signedInAfter;
}

function isTooOld({ signedInAt }: Pick<SignIn, 'signedInAt'>, { now, policy }: Clock): boolean {
  return now.getTime() - signedInAt.getTime() > policy.signInMaxAgeSeconds * secondMs;
}
