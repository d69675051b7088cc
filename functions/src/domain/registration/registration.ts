// Opening a session: what it replaces, whether it counts as its owner's, who makes room, who is told.
import { SessionError } from '../../errors.ts';
import { decideReuseEnd } from '../refresh/reuse.ts';
import { confirmedReceivers } from '../revocation/receivers.ts';
import { takingPushToken } from '../session/activity.ts';
import { isInOrder, isOlderThanChange } from '../session/account.ts';
import type { FirebaseAccount } from '../session/firebaseAccount.ts';
import { findRemembered, identityOf, withCustomToken } from '../session/firebaseAccount.ts';
import { isConfirmed, releasing, surplusKnown, wasConfirmed } from '../session/confirmation.ts';
import { endings, liveOf } from '../session/ending.ts';
import { isLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import type { Plan, RecordChange } from '../session/plan.ts';
import { unchanged } from '../session/plan.ts';
import { hourMs, secondMs } from '../session/policy.ts';
import { securityEvent } from '../session/securityEvent.ts';
import type { Owner, SessionRecord, SessionSecrets } from '../session/session.ts';
import { evictionsFor } from './eviction.ts';
import type { LoginReceivers, Newcomer } from './newcomer.ts';
import { findShown, toNewcomer, withoutStolen } from './newcomer.ts';
import { newRecord } from './newRecord.ts';
import { toRegistrationState } from './registrationState.ts';
import type { Registration, RegistrationFindings, RegistrationState } from './signIn.ts';
import { requireEligibleSignIn } from './signInEligibility.ts';

/** The session, new or opened by an earlier run or call of the same attempt. */
export interface RegistrationResult {
  record: SessionRecord;
  refreshNonce: string;
}

/**
 * Opens a session, replacing the one that this installation still has and making room for it. The
 * same attempt of the same user gets the session that it opened, as long as nobody has refreshed it. A
 * session whose used-up refresh token is shown ends, and everybody is told.
 * Throws account_revived for a deleted account that was made anew, before anything else;
 * recent_sign_in_required where the account is gone, disabled or has changed since the sign-in; what
 * `requireEligibleSignIn` throws; rate_limited where new devices open too many sessions.
 */
export function decideRegistration(
  findings: RegistrationFindings,
  registration: Registration,
  moment: Moment,
): Plan<RegistrationResult> {
  const { account, signIn, shown } = registration;
  const firebaseAccount = rememberedAccount(findings, registration, moment);
  if (!isInOrder(account, signIn.signedInAt)) throw new SessionError('recent_sign_in_required');
  const remembering = firebaseAccount && {
    firebaseAccount: { owner: ownerOf(signIn), value: firebaseAccount },
  };
  const goneBefore = firebaseAccount?.goneBefore ?? null;
  const found = toRegistrationState(findings, registration, goneBefore, moment);
  const own = openedAlready(found, registration, moment);
  if (own) return { ...unchanged(own), ...remembering };
  requireEligibleSignIn(found, registration, moment);

  const { possessed, stolen } = findShown(found, shown, moment);
  const state = stolen ? withoutStolen(found, stolen, shown) : found;
  const newcomer = toNewcomer(state, registration, possessed, moment);
  requireWithinRate(newcomer, findings, registration, moment);

  const { replaced, confirmed } = newcomer;
  const others = liveOf(state.open, moment.now).filter((record) => !replaced.includes(record));
  const byAccount = others.filter(({ secrets }) => isOlderThanChange(account, secrets.signedInAt));
  const stay = others.filter((record) => !byAccount.includes(record));
  const evicted = evictionsFor(
    { deviceType: registration.device.deviceType, confirmed },
    stay,
    moment,
  );
  const record = newRecord(
    newcomer,
    registration,
    receiversOf(state, newcomer, byAccount, [...byAccount, ...evicted], moment),
    moment,
  );

  const ends = [
    endings(expiredOf(state, moment), 'expired', moment),
    endings(replaced.filter(isShown(newcomer)), 'replaced', moment),
    ...replaced
      .filter((one) => !isShown(newcomer)(one))
      .map((one) =>
        endings([one], 'replaced', moment, { pushed: hasOtherPushToken(one, registration) }),
      ),
    endings([...byAccount, ...found.gone], 'account', moment),
    endings(evicted, 'limit', moment),
    ...(stolen ? [endingStolen(found, stolen, moment)] : []),
  ];
  const taken = takingPushToken(
    [
      ...findings.pushTokenHolders,
      ...others.map(({ secrets }) => secrets).filter(holds(registration)),
    ],
    record.secrets,
    { confirmed, sharedPushTokens: moment.policy.sharedPushTokens },
  );
  const changes = [
    ...ends.flatMap((end) => end.changes),
    ...state.orphans.map((orphan) => closingOrphan(orphan, moment)),
    ...taken,
    ...state.account
      .filter(({ installation }) => installation === newcomer.installation)
      .map(spendingRights),
    // It moves to the newest record, so that finding it stays one read.
    ...(record.secrets.device === 'known' ? state.known.map(releasing) : []),
    ...surplusKnown(findings.closedKnown).map(releasing),
  ];
  return {
    result: { record, refreshNonce: registration.refreshNonce },
    create: record,
    changes,
    ...remembering,
    events: [
      securityEvent(record.session, 'session-established', moment),
      ...ends
        .flatMap((end) => end.events)
        .filter(({ revokedReason }) => revokedReason !== 'replaced'),
    ],
  };
}

/**
 * What is remembered of the account from now on, since a custom token is signed: nothing new where it was
 * not looked at. Throws account_revived.
 */
function rememberedAccount(
  findings: Pick<RegistrationFindings, 'firebaseAccount'>,
  { account }: Pick<Registration, 'account'>,
  moment: Moment,
): FirebaseAccount | null {
  const known = findRemembered(findings.firebaseAccount, moment.now);
  if (!account) return known;
  if (identityOf(account, known) === 'revived') throw new SessionError('account_revived');
  return withCustomToken(account, known, moment);
}

function ownerOf({ userId, tenantId }: Owner): Owner {
  return { userId, tenantId };
}

/** What an earlier run of this transaction, or an earlier call of this attempt, has opened. */
function openedAlready(
  { open, attempted }: RegistrationState,
  { sessionId }: Registration,
  { now }: Moment,
): RegistrationResult | null {
  const own = open.find(({ session }) => session.sessionId === sessionId) ?? attempted;
  const refresh = own?.secrets.refresh;
  if (!own || !refresh || refresh.previousNonce !== null || !isLive(own.session, now)) return null;
  return { record: own, refreshNonce: refresh.currentNonce };
}

/** New devices open no more than so many sessions an hour, since the account was last changed. */
function requireWithinRate(
  { newDevice, continued }: Newcomer,
  { newDevices }: RegistrationFindings,
  { account }: Registration,
  { now, policy }: Moment,
): void {
  if (!newDevice || continued) return;
  const since = Math.max(now.getTime() - hourMs, account?.tokensValidAfter?.getTime() ?? 0);
  const counted = newDevices.filter(({ registeredAt }) => registeredAt.getTime() > since);
  if (counted.length < policy.newDevicesPerHour) return;
  const oldest = Math.min(...counted.map(({ registeredAt }) => registeredAt.getTime()));
  const retryAfterSeconds = Math.max(1, Math.ceil((oldest + hourMs - now.getTime()) / secondMs));
  throw new SessionError('rate_limited', { retryAfterSeconds });
}

/** Who is to be told of the login: other confirmed sessions, and those that the account's change ended. */
function receiversOf(
  { open, endedByAccount }: RegistrationState,
  { replaced, newDevice, alerted }: Newcomer,
  byAccount: readonly SessionRecord[],
  ended: readonly SessionRecord[],
  moment: Moment,
): LoginReceivers {
  const except = [...replaced, ...ended].map(({ session }) => session.sessionId);
  const endedNow = byAccount
    .filter(({ session, secrets }) => isConfirmed(session, moment) && secrets.pushToken)
    .map(({ session }) => session.sessionId);
  const endedEarlier = endedByAccount
    .filter(({ pushToken }) => pushToken !== null)
    .map(({ sessionId }) => sessionId);
  return {
    alerts: alerted ? confirmedReceivers(open, except, moment) : [],
    byAccount: newDevice && alerted ? [...endedNow, ...endedEarlier] : endedNow,
    accountChanged: byAccount.length > 0 || (newDevice && endedByAccount.length > 0),
  };
}

/** The trigger of the new session tells everybody. */
function endingStolen({ open }: RegistrationState, { session }: SessionRecord, moment: Moment) {
  const plan = decideReuseEnd(open, session.sessionId, moment, { inHand: false });
  return { changes: plan.changes, events: plan.events ?? [] };
}

function expiredOf({ open }: RegistrationState, { now }: Moment): SessionRecord[] {
  return open.filter(({ session }) => !isLive(session, now));
}

/** The replaced session whose refresh token was shown: its device knows. */
function isShown({ continued }: Newcomer): (record: SessionRecord) => boolean {
  return (record) => record === continued;
}

function hasOtherPushToken({ secrets }: SessionRecord, { device }: Registration): boolean {
  return secrets.pushToken !== null && secrets.pushToken.value !== device.pushToken?.value;
}

function holds({ device }: Registration): (secrets: SessionRecord['secrets']) => boolean {
  return ({ pushToken }) => pushToken !== null && pushToken.value === device.pushToken?.value;
}

/** A device that signs in again denies logins by its new session, if at all. */
function spendingRights({ sessionId, isOwed, pushToken }: SessionSecrets): RecordChange {
  return { sessionId, secrets: { state: 'ended', pushToken: isOwed ? pushToken : null } };
}

function closingOrphan(orphan: SessionSecrets, moment: Moment): RecordChange {
  const closed = { state: 'ended' as const, pushToken: null, refresh: null };
  const device = wasConfirmed(orphan, moment) ? 'known' : orphan.device;
  return { sessionId: orphan.sessionId, secrets: { ...closed, device, owed: [], isOwed: false } };
}
