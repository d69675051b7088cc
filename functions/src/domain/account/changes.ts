// Changes that several decisions make.
import type { Moment } from '../session/moment.ts';
import { activeUntil, isTouchDue } from '../session/lifetime.ts';
import { secondMs } from '../session/policy.ts';
import type { RevokedReason } from '../session/reasons.ts';
import { type DeviceInUse, openDevices, type OpenSession } from './account.ts';
import { finishCall, owedBy, unchanged } from './decision.ts';
import type { Change, Draft } from './draft.ts';
import { type AccountAnswer, identityOf, isInOrder, isLookDue } from './firebaseAccount.ts';
import { type EndingOptions, endSession } from './ending.ts';

/** Counts as activity, unless the last that was written is younger than the touch interval. */
export function touch(session: OpenSession, { now, policy }: Moment): void {
  if (!isTouchDue(session, policy, now)) return;
  session.lastActiveAt = now;
  session.expiresAt = activeUntil(session, policy, now);
}

/** Whether it has changed the account of its own accord within the last second. */
export function hasJustChanged({ changedAt }: OpenSession, { now }: Moment): boolean {
  return changedAt !== null && now.getTime() - changedAt.getTime() < secondMs;
}

/** Ends the sessions of these devices. */
export function endAll(
  draft: Draft,
  reason: RevokedReason,
  isMeant: (device: DeviceInUse, key: string) => boolean,
  options: EndingOptions = {},
): void {
  for (const [key, device] of openDevices(draft.account)) {
    if (isMeant(device, key)) endSession(draft, key, reason, options);
  }
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
