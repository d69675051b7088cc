// When a session lives, and when it has ended. Stored times decide; whether Firestore's TTL has already
// deleted a document never does.
import { SessionError } from '../../errors.ts';
import type { SessionPolicy } from './policy.ts';
import { dayMs, secondMs } from './policy.ts';
import type { RevokedReason } from './reasons.ts';
import type { Caller, Owner } from './session.ts';
import { isSameOwner } from './session.ts';

/** What a view says of a session's end. */
interface Ending extends Owner {
  deviceHash: string;
  revoked: boolean;
  revokedReason: RevokedReason | null;
  expiresAt: Date;
}

export function isLive(session: Pick<Ending, 'revoked' | 'expiresAt'>, now: Date): boolean {
  return !session.revoked && now < session.expiresAt;
}

/** The end of a session that is active now: idle days from now, never past its absolute end. */
export function activeUntil(createdAt: Date, policy: SessionPolicy, now: Date): Date {
  const idle = now.getTime() + policy.idleDays * dayMs;
  const absolute = createdAt.getTime() + policy.maxDays * dayMs;
  return new Date(Math.min(idle, absolute));
}

/** Until when something that ends (or ended) at `end` is remembered. */
export function rememberedUntil(end: Date, policy: SessionPolicy): Date {
  return new Date(end.getTime() + policy.retentionDays * dayMs);
}

/** When a login that nobody answers for counts as its owner's. */
export function confirmsAtOf(loggedInAt: Date, policy: SessionPolicy): Date {
  return new Date(loggedInAt.getTime() + policy.confirmAfterDays * dayMs);
}

export function isTouchDue(
  { lastActiveAt }: { lastActiveAt: Date },
  policy: SessionPolicy,
  now: Date,
): boolean {
  return now.getTime() - lastActiveAt.getTime() >= policy.touchIntervalSeconds * secondMs;
}

/**
 * Returns the caller's own session, live.
 * Throws session_revoked or session_expired. A session that is gone, another user's or another
 * device's gets the same answer as an expired one, so that nothing can be learned of it.
 */
export function requireLive<Session extends Ending>(
  session: Session | null | undefined,
  caller: Caller,
  now: Date,
): Session {
  const isOwn =
    session && isSameOwner(session, caller) && caller.deviceHashes.includes(session.deviceHash);
  if (!isOwn) throw new SessionError('session_expired');
  if (session.revoked) throw endOf(session);
  if (now >= session.expiresAt) throw new SessionError('session_expired');
  return session;
}

/** The refusal that an ended session gets, with why it ended. */
export function endOf({ revokedReason }: Pick<Ending, 'revokedReason'>): SessionError {
  return new SessionError(
    revokedReason === 'expired' || revokedReason === null ? 'session_expired' : 'session_revoked',
    { ...(revokedReason && { revokedReason }) },
  );
}
