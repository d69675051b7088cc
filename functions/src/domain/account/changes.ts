// Changes that several decisions make.
import type { Moment } from '../session/moment.ts';
import { activeUntil, isTouchDue } from '../session/lifetime.ts';
import type { RevokedReason } from '../session/reasons.ts';
import type { OpenSession } from './account.ts';
import { openDevices } from './account.ts';
import type { DeviceInUse, Draft } from './draft.ts';
import type { EndingOptions } from './ending.ts';
import type { AccountAnswer } from './firebaseAccount.ts';
import { identityOf, isInOrder } from './firebaseAccount.ts';
import { endSession } from './ending.ts';

/** Counts as activity, unless the last that was written is younger than the touch interval. */
export function touch(session: OpenSession, { now, policy }: Moment): void {
  if (!isTouchDue(session, policy, now)) return;
  session.lastActiveAt = now;
  session.expiresAt = activeUntil(session, policy, now);
}

/** Ends the sessions of these devices. Returns the ids of the pushes that they owe. */
export function endAll(
  draft: Draft,
  reason: RevokedReason,
  isMeant: (device: DeviceInUse, key: string) => boolean,
  options: EndingOptions = {},
): string[] {
  const { account } = draft;
  const earlier = new Set(account.outbox.map(({ pushId }) => pushId));
  for (const [key, device] of openDevices(account)) {
    if (isMeant(device, key)) endSession(draft, key, reason, options);
  }
  return account.outbox.map(({ pushId }) => pushId).filter((id) => !earlier.has(id));
}

/**
 * Ends what a look at Firebase Authentication concerns, of the sessions that were registered before it: all of
 * them where the account is gone, disabled or another one; else those whose sign-in counts no longer.
 */
export function endByLook(draft: Draft, answer: AccountAnswer, askedAt: Date): string[] {
  const { account } = draft;
  const isOther = identityOf(account.firebaseAccount, answer) !== 'same';
  return endAll(
    draft,
    'account',
    ({ session }) =>
      session.registeredAt <= askedAt && (isOther || !isInOrder(answer, session.signedInAt)),
    { isLeased: true, accountChangedAt: isOther ? null : (answer?.tokensValidAfter ?? null) },
  );
}
