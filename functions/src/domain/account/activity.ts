// What a device tells of itself while it is in use, how that counts as activity, and what is looked at then.
import { isDeepStrictEqual } from 'node:util';
import { SessionError } from '../../errors.ts';
import { activeUntil, isTouchDue } from '../session/lifetime.ts';
import { type Moment, secondMs } from '../session/policy.ts';
import type { Caller, PushToken } from '../session/session.ts';
import { type Account, type DeviceInUse, type OpenSession, shownSession } from './account.ts';
import { requireOwn } from './caller.ts';
import { findDone, finish, finishCall, owedBy, unchanged } from './decision.ts';
import type { Change, Draft, Known } from './draft.ts';
import { endAll } from './ending.ts';
import { type AccountAnswer, identityOf, isInOrder, isLookDue } from './firebaseAccount.ts';
import { isSameToken, oweTaking, pushesOf, type PushReach, takeFromOwn } from './pushToken.ts';

/** Counts as activity, unless the last that was written is younger than the touch interval. */
export function touch(session: OpenSession, moment: Moment): void {
  if (!isTouchDue(session, moment)) return;
  session.lastActiveAt = moment.now;
  session.expiresAt = activeUntil(session, moment.policy, moment.now);
}

/** Whether it has changed the account of its own accord within the last second. */
export function hasJustChanged({ changedAt }: OpenSession, { now }: Moment): boolean {
  return changedAt !== null && now.getTime() - changedAt.getTime() < secondMs;
}

/** A decision for which Firebase Authentication is asked about the user once an hour. */
export interface Looking {
  callId: string;
  /** What it says; "later" where nobody has asked yet. */
  firebaseAccount: AccountAnswer | 'later';
  /** When it was asked: a session that was registered later is not judged by it. */
  askedAt: Date;
}

export type LookResult =
  | { kind: 'lookDue' }
  /** The account is gone, disabled, or has changed since: the session has ended, its device is told. */
  | { kind: 'ended'; pushIds: string[] };

/**
 * Ends what a look concerns, of the sessions that were registered before it: all of them where the account is gone,
 * disabled or another one; else those whose sign-in counts no longer. null where the session of this device goes on.
 */
export function decideLook(
  draft: Draft,
  key: string,
  { callId, firebaseAccount: answer, askedAt }: Looking,
): Change<LookResult> | null {
  const { account, moment } = draft;
  if (answer === 'later') {
    return isLookDue(account, moment.now) ? unchanged({ kind: 'lookDue' }) : null;
  }
  if (answer === undefined) return null;
  account.checkedAt = askedAt;
  const isOther = identityOf(account.firebaseAccount, answer) !== 'same';
  endAll(
    draft,
    'account',
    ({ session }) =>
      session.registeredAt <= askedAt && (isOther || !isInOrder(answer, session.signedInAt)),
    { isLeased: true, accountChangedAt: isOther ? null : (answer?.tokensValidAfter ?? null) },
  );
  if (account.devices[key]?.session) return null;
  return finishCall(draft, callId, { kind: 'ended', pushIds: owedBy(draft) });
}

/** What a device may say of itself at any time. Fields that are absent stay as they are; null clears. */
export interface DeviceUpdate {
  deviceName?: string;
  platform?: string | null;
  appVersion?: string | null;
  pushToken?: PushToken | null;
  locale?: string | null;
}

export interface UpdateRequest extends Looking {
  caller: Caller;
  update: DeviceUpdate;
}

export type UpdateResult =
  /** `unconfirmed`: what waits for an answer, in use or run out, for a confirmed session. */
  | {
      kind: 'updated';
      session: OpenSession;
      pushes: PushReach;
      unconfirmed: OpenSession[] | null;
      pushIds: string[];
    }
  | LookResult;

/**
 * Writes what differs, and the activity where it is due. What an unconfirmed session says of its name
 * and platform is ignored: they stay as the alert showed them. Throws session_revoked, session_expired;
 * rate_limited for a change within a second of the last.
 */
export function decideUpdate(
  known: Known,
  request: UpdateRequest,
  moment: Moment,
): Change<UpdateResult> {
  const { callId, caller, update } = request;
  const done = findDone<Extract<UpdateResult, { kind: 'ended' }>>(known, callId, moment);
  if (done) return unchanged(done);
  const { draft, key, device } = requireOwn(known, caller, moment);
  const { session } = device;
  const looked = decideLook(draft, key, request);
  if (looked) return looked;
  const before = structuredClone({ device });
  applyUpdate(draft, key, device, update);
  if (!isDeepStrictEqual(before, { device })) {
    if (hasJustChanged(session, moment)) {
      throw new SessionError('rate_limited', { retryAfterSeconds: 1 });
    }
    session.changedAt = moment.now;
  }
  touch(session, moment);
  const others = shownDevices(draft.account).map((shown) => shown.session);
  const unconfirmed = session.confirmed ? others.filter(({ confirmed }) => !confirmed) : null;
  const pushes = pushesOf(device);
  return finish(draft, { kind: 'updated', session, pushes, unconfirmed, pushIds: owedBy(draft) });
}

/** What it owes is sent at once. */
function applyUpdate(
  draft: Draft,
  key: string,
  device: DeviceInUse,
  { pushToken, locale, deviceName, platform, appVersion }: DeviceUpdate,
): void {
  const { session } = device;
  if (appVersion !== undefined) session.appVersion = appVersion;
  if (session.confirmed && deviceName !== undefined) session.deviceName = deviceName;
  if (session.confirmed && platform !== undefined) session.platform = platform;
  if (locale !== undefined) device.locale = locale;
  if (pushToken === undefined) return;
  if (isSameToken(pushToken, device.pushToken) && !device.pushTokenDiedAt) return;
  device.pushToken = pushToken && { ...pushToken, setAt: draft.moment.now };
  device.pushTokenDiedAt = null;
  takeFromOwn(draft, key);
  oweTaking(draft, key, { isLeased: true });
}

/** The sessions that are shown as live: those in use, and those that ran out and can still be answered. */
export function shownDevices({ devices }: Account): { key: string; session: OpenSession }[] {
  return Object.entries(devices).flatMap(([key, device]) => {
    const session = shownSession(device);
    return session ? [{ key, session }] : [];
  });
}
