// Opening a session: what it replaces, whether it counts as its owner's, who makes room, who is told.
import { SessionError } from '../../errors.ts';
import { openDevices, type OpenSession } from '../account/account.ts';
import { findDone, finish, rememberCall, unchanged } from '../account/decision.ts';
import { addEvent, type Change, type Draft, findOpen, type Known } from '../account/draft.ts';
import { endSession } from '../account/ending.ts';
import { isOlderThanChange, remembering } from '../account/firebaseAccount.ts';
import { isSameToken, oweTaking, takeFromOwn } from '../account/pushToken.ts';
import { type Moment, secondOf } from '../session/policy.ts';
import { draftFor } from './draftFor.ts';
import { oweLogin, receiversOf } from './login.ts';
import { type Newcomer, toNewcomer } from './newcomer.ts';
import { newSession, withSession } from './newSession.ts';
import { evictionsFor, requireRoom, requireWithinDeviceRate, requireWithinRate } from './limits.ts';
import type { Registration } from './signIn.ts';
import { requireEligibleSignIn } from './signInEligibility.ts';

/** The session, new or opened by an earlier run or call of the same attempt. */
export interface Opened {
  session: OpenSession;
  installation: string;
}

/** What is remembered of it. */
interface CallResult {
  sessionId: string;
  pushIds: string[];
}

/**
 * Opens a session, replacing the one that this installation still has and making room for it. The
 * same attempt of the same user gets the session that it opened, as long as nobody has refreshed it.
 * A used-up refresh token that is presented ends its session, and everybody is told. Throws
 * recent_sign_in_required where the account is gone, disabled or has changed since the sign-in, and
 * what `requireEligibleSignIn` throws; account_revived; rate_limited.
 */
export function decideRegistration(
  known: Known,
  registration: Registration,
  moment: Moment,
): Change<Opened> {
  const draft = draftFor(known.stored, registration, moment);
  const done = findDone<CallResult>(known, registration.callId, moment);
  if (done) return unchanged(doneBefore(draft, done.sessionId));
  const opened = openedBefore(draft, registration);
  if (opened) return opened;

  requireEligibleSignIn(draft.account, registration.signIn, moment);
  const newcomer = toNewcomer(draft, registration);
  const { key, toReplace, installation, newDevice, confirmed } = newcomer;
  requireWithinDeviceRate(newcomer.device, draft);
  const mayBeLimited = newDevice && !newcomer.continues;
  if (mayBeLimited) requireWithinRate(draft);

  const endedByChange = replaceAndEnd(draft, newcomer, registration);
  const entering = { ...registration.device, confirmed };
  const evicted = evictionsFor(entering, openDevices(draft.account), moment.policy);
  for (const other of evicted) endSession(draft, other, 'limit');
  if (mayBeLimited && !toReplace) requireRoom(draft);
  const receivers = receiversOf(draft, newcomer, endedByChange);
  const session = newSession(newcomer, registration, receivers.accountChanged, draft);
  draft.account.devices[key] = withSession(newcomer, session, registration, draft);
  if (mayBeLimited) {
    draft.account.newDevices.push({ device: key, at: moment.now, isCounted: true });
  }
  oweLogin(draft, newcomer, session, receivers);
  takeFromOwn(draft, key);
  if (registration.presented.installation === installation) oweTaking(draft, key);
  addEvent(draft, session, 'session-established');
  return finishOpening(draft, registration, { session, installation });
}

/** Remembers the custom token that is signed for it, and the call. */
function finishOpening(
  draft: Draft,
  { callId, firebaseAccount }: Registration,
  { session, installation }: Opened,
): Change<Opened> {
  const { account, moment } = draft;
  account.firebaseAccount = remembering(account.firebaseAccount, firebaseAccount, moment.now);
  if (firebaseAccount !== undefined) account.checkedAt = moment.now;
  rememberCall(account, callId, { sessionId: session.sessionId });
  return finish(draft, { session, installation });
}

/** What an earlier run of this very call has opened. Throws unavailable where that is over already. */
function doneBefore(draft: Draft, sessionId: string): Opened {
  const open = findOpen(draft, sessionId);
  if (!open) throw new SessionError('unavailable', { retryAfterSeconds: 1 });
  return open[1];
}

/** What an earlier call of this attempt has opened: a custom token is signed again, which is remembered. */
function openedBefore(draft: Draft, registration: Registration): Change<Opened> | null {
  const { attemptHash } = registration.presented;
  if (attemptHash === null) return null;
  const own = openDevices(draft.account).find(
    ([, { session }]) =>
      session.attemptHash === attemptHash && session.refresh.previousNonce === null,
  );
  if (!own) return null;
  const [, device] = own;
  requireWithinDeviceRate(device, draft);
  device.registrations.push({ second: secondOf(draft.moment.now), isSpent: false });
  return finishOpening(draft, registration, device);
}

/** Ends what the newcomer replaces, and what is older than the account's last change: the keys of those. */
function replaceAndEnd(draft: Draft, newcomer: Newcomer, registration: Registration): string[] {
  const { key, device, toReplace, continues } = newcomer;
  const { firebaseAccount, device: described } = registration;
  if (toReplace) {
    const hasOther = !isSameToken(device?.pushToken ?? null, described.pushToken);
    endSession(draft, key, 'replaced', { isTold: !continues && hasOther });
  }
  const accountChangedAt = firebaseAccount?.tokensValidAfter ?? null;
  const older = openDevices(draft.account)
    .filter(([, { session }]) => isOlderThanChange(firebaseAccount, session.signedInAt))
    .map(([other]) => other);
  for (const other of older) endSession(draft, other, 'account', { accountChangedAt });
  return older;
}
