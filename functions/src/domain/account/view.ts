// The view of a session: what its owner, the rules and the guard see of it. Written from the account by
// one function, whole; what has ended is written once.
import { type ShownEnd, shownOf, type ShownSession } from '../session/deviceSession.ts';
import { rememberedUntil } from '../session/lifetime.ts';
import type { SessionPolicy } from '../session/policy.ts';
import type { RevokedReason } from '../session/reasons.ts';
import type { Owner } from '../session/session.ts';
import type { OpenSession } from './account.ts';

/** `confirmed` is as stored; `isConfirmed` also counts the session's age. */
export interface SessionView extends Owner, ShownSession, ShownEnd {
  /** The key of the device in its account. */
  device: string;
  confirmsAt: Date;
  revoked: boolean;
  deviceHash: string;
  /** TTL, which code never trusts to have run. */
  deleteAt: Date;
}

/** How a session that has ended did so. */
export interface End {
  reason: RevokedReason;
  at: Date;
}

export function toView(
  { userId, tenantId }: Owner,
  device: string,
  session: OpenSession,
  policy: SessionPolicy,
  end: End | null = null,
): SessionView {
  const { confirmsAt, deviceHash, expiresAt } = session;
  return {
    ...{ ...shownOf(session), userId, tenantId, device, confirmsAt, deviceHash },
    revoked: end !== null,
    revokedAt: end?.at ?? null,
    revokedReason: end?.reason ?? null,
    logoutConfirmedAt: null,
    deleteAt: rememberedUntil(end?.at ?? expiresAt, policy),
  };
}

/** Whether the session counts as its owner's: it was confirmed, or lives unanswered since `confirmsAt`. */
export function isConfirmed(
  { confirmed, confirmsAt, expiresAt }: Pick<SessionView, 'confirmed' | 'confirmsAt' | 'expiresAt'>,
  { now }: { now: Date },
): boolean {
  return confirmed || (confirmsAt <= now && confirmsAt <= expiresAt);
}
