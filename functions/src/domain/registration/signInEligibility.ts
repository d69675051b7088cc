// Which sign-ins may open a session: a closed device must sign in again, really. Firebase names a sign-in
// by nothing but its second (`auth_time`).
import { SessionError } from '../../errors.ts';
import type { Account, Device } from '../account/account.ts';
import { isBeforeRollOut, isTooOld } from '../account/bounds.ts';
import { type Clock, secondOf } from '../session/policy.ts';
import type { SignIn } from './signIn.ts';

/** How long an app may take from its registration to the sign-in with the custom token. */
const customSignInWithinSeconds = 5;

/**
 * What needs no look at the database. Throws recent_sign_in_required for a sign-in that is too old and
 * repeats no attempt.
 */
export function requirePossibleSignIn(
  signIn: SignIn,
  { isRepeatable }: { isRepeatable: boolean },
  moment: Clock,
): void {
  const { signedInAt } = signIn;
  const isLate = isTooOld(signedInAt, moment) && !isBeforeRollOut(signedInAt, moment);
  if (!isRepeatable && (isLate || isRefusedByTime(signIn, moment))) {
    throw new SessionError('recent_sign_in_required');
  }
}

/** Throws recent_sign_in_required for a sign-in that is too old, or has gone into a session that has ended. */
export function requireEligibleSignIn(
  account: Account | null,
  signIn: SignIn,
  moment: Clock,
): void {
  const isLate = isTooOld(signIn.signedInAt, moment) && !isRollOut(account, signIn, moment);
  const isSpent = marksOf(account, signIn).some((mark) => mark.isSpent);
  if (isLate || isSpent || isRefusedByTime(signIn, moment)) {
    throw new SessionError('recent_sign_in_required');
  }
}

/** Whether people who were signed in before the product came may register this once. */
export function isRollOut(account: Account | null, signIn: SignIn, moment: Clock): boolean {
  return isBeforeRollOut(signIn.signedInAt, moment) && marksOf(account, signIn).length === 0;
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
function isRefusedByTime({ signedInAt }: SignIn, { policy: { signedInAfter } }: Clock): boolean {
  return signedInAfter !== null && signedInAt < signedInAfter;
}
