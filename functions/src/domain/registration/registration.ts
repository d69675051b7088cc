// Opening a session: what it replaces, whether it counts as its owner's, who makes room, who is told.
import { SessionError } from '../../errors.ts';
import type { OpenSession } from '../account/account.ts';
import { openDevices } from '../account/account.ts';
import type { Change, Draft, Known } from '../account/draft.ts';
import { findDone, rememberCall } from '../account/calls.ts';
import { addEvent, findOpen, finish, unchanged } from '../account/draft.ts';
import { endSession } from '../account/ending.ts';
import {
  identityOf,
  isInOrder,
  isOlderThanChange,
  remembering,
} from '../account/firebaseAccount.ts';
import { isSameToken } from '../account/pushes.ts';
import { oweTaking, takeFromOwn } from '../account/pushToken.ts';
import type { Moment } from '../session/moment.ts';
import { hourMs, secondMs } from '../session/policy.ts';
import { draftFor } from './draftFor.ts';
import { evictionsFor } from './eviction.ts';
import { oweLogin } from './login.ts';
import type { Newcomer } from './newcomer.ts';
import { judgePresented, toNewcomer } from './newcomer.ts';
import { newSession, requireWithinDeviceRate, withSession } from './newSession.ts';
import { receiversOf } from './receivers.ts';
import type { Registration } from './signIn.ts';
import { requireEligibleSignIn, secondOf } from './signInEligibility.ts';

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

/** Sessions beyond the limits that may be open at once; a new device finds no room beyond that. */
const maxBeyondLimit = 10;
/** Sessions that new devices may open for one user within an hour, whatever has become of them. */
const maxNewDevices = 60;

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
  const { stored } = known;
  const { signIn, firebaseAccount, callId } = registration;
  const identity = identityOf(stored?.firebaseAccount ?? null, firebaseAccount);
  if (identity === 'revived') throw new SessionError('account_revived');
  if (!isInOrder(firebaseAccount, signIn.signedInAt)) {
    throw new SessionError('recent_sign_in_required');
  }
  const { draft, isFirst } = draftFor(stored, identity === 'new', registration, moment);
  const done = findDone<CallResult>(known, callId, moment);
  if (done) return unchanged(doneBefore(draft, done.sessionId));
  const opened = openedBefore(draft, registration);
  if (opened) return opened;

  requireEligibleSignIn(draft.account, signIn, moment);
  const possessedKey = judgePresented(draft, registration);
  const newcomer = toNewcomer(draft, registration, possessedKey, { isFirst });
  const { key, toReplace } = newcomer;
  requireWithinDeviceRate(newcomer.device, draft);
  const mayBeLimited = newcomer.newDevice && !newcomer.continues;
  if (mayBeLimited) requireWithinRate(draft);

  const endedByChange = replaceAndEnd(draft, newcomer, registration);
  for (const other of evictionsFor(
    { ...registration.device, confirmed: newcomer.confirmed },
    openDevices(draft.account),
    moment.policy,
  )) {
    endSession(draft, other, 'limit');
  }
  if (mayBeLimited && !toReplace) requireRoom(draft);
  const receivers = receiversOf(draft.account, newcomer, endedByChange, moment.now);
  const session = newSession(newcomer, registration, receivers.accountChanged, draft);
  draft.account.devices[key] = withSession(newcomer, session, registration, draft);
  if (mayBeLimited) {
    draft.account.newDevices.push({ device: key, at: moment.now, isCounted: true });
  }
  oweLogin(draft, newcomer, session, receivers);
  takeFromOwn(draft, key);
  if (registration.presented.installation === newcomer.installation) oweTaking(draft, key);
  remember(draft, registration);
  addEvent(draft, session, 'session-established');
  rememberCall(draft, callId, { sessionId: session.sessionId });
  return finish(draft, { session, installation: newcomer.installation });
}

function remember({ account, moment: { now } }: Draft, { firebaseAccount }: Registration): void {
  account.firebaseAccount = remembering(account.firebaseAccount, firebaseAccount, now);
  if (firebaseAccount !== undefined) account.checkedAt = now;
}

/** What an earlier run of this very call has opened. Throws unavailable where that is over already. */
function doneBefore(draft: Draft, sessionId: string): Opened {
  const open = findOpen(draft, sessionId);
  if (!open) throw new SessionError('unavailable', { retryAfterSeconds: 1 });
  const { session, installation } = open[1];
  return { session, installation };
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
  const { now } = draft.moment;
  device.registrations.push({ second: secondOf(now), isSpent: false });
  remember(draft, registration);
  const { session, installation } = device;
  rememberCall(draft, registration.callId, { sessionId: session.sessionId });
  return finish(draft, { session, installation });
}

/** Ends what the newcomer replaces, and what is older than the account's last change: the keys of those. */
function replaceAndEnd(draft: Draft, newcomer: Newcomer, registration: Registration): string[] {
  const { account } = draft;
  const { key, device, toReplace, continues } = newcomer;
  const { firebaseAccount, device: described } = registration;
  if (toReplace) {
    const hasOther = !isSameToken(device?.pushToken ?? null, described.pushToken);
    endSession(draft, key, 'replaced', { isTold: !continues && hasOther });
  }
  const toEnd = openDevices(account)
    .filter(([, { session }]) => isOlderThanChange(firebaseAccount, session.signedInAt))
    .map(([other, { session }]) => ({ other, isConfirmed: session.confirmed }));
  const accountChangedAt = firebaseAccount?.tokensValidAfter ?? null;
  for (const { other } of toEnd) endSession(draft, other, 'account', { accountChangedAt });
  return toEnd.map(({ other }) => other);
}

/** New devices open no more than so many sessions an hour; what the owner denied or closed counts less. */
function requireWithinRate({ account, moment: { now, policy } }: Draft): void {
  const lately = account.newDevices.filter(({ at }) => now.getTime() - at.getTime() < hourMs);
  const counted = lately.filter(({ isCounted }) => isCounted);
  const [over] = [
    ...(counted.length >= policy.newDevicesPerHour ? [counted] : []),
    ...(lately.length >= maxNewDevices ? [lately] : []),
  ];
  if (!over) return;
  const oldest = Math.min(...over.map(({ at }) => at.getTime()));
  const retryAfterSeconds = Math.max(1, Math.ceil((oldest + hourMs - now.getTime()) / secondMs));
  throw new SessionError('rate_limited', { retryAfterSeconds });
}

function requireRoom({ account, moment: { policy } }: Draft): void {
  if (openDevices(account).length < policy.sessionLimits.total + maxBeyondLimit) return;
  throw new SessionError('rate_limited', { retryAfterSeconds: hourMs / secondMs });
}
