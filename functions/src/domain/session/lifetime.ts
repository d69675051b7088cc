// When a session lives, and when it has ended. Stored times decide; whether Firestore's TTL has already
// deleted a document never does.
import { SessionError } from '../../errors.ts';
import { type Clock, dayMs, type Lifetime, secondMs, type SessionPolicy } from './policy.ts';
import type { RevokedReason } from './reasons.ts';
import { type Caller, type DeviceType, isSameOwner, type Owner } from './session.ts';

/** What a view says of a session's end. */
interface Ending extends Owner {
  deviceHash: string;
  revoked: boolean;
  revokedReason: RevokedReason | null;
  expiresAt: Date;
}

/** What decides how long a session lives. */
interface Living {
  createdAt: Date;
  /** What its device has called itself: it lives no longer than each of these may. */
  livesAs: readonly DeviceType[];
}

function lifetimeOf({ livesAs }: Living, { sessionLifetimes }: SessionPolicy): Lifetime {
  const all = livesAs.map((type) => sessionLifetimes[type]);
  return {
    idleSeconds: Math.min(...all.map(({ idleSeconds }) => idleSeconds)),
    longestSeconds: Math.min(...all.map(({ longestSeconds }) => longestSeconds)),
  };
}

/** The end of a session that was active last then: its idle time later, never past its absolute end. */
export function activeUntil(session: Living, policy: SessionPolicy, activeAt: Date): Date {
  const { idleSeconds, longestSeconds } = lifetimeOf(session, policy);
  const idle = activeAt.getTime() + idleSeconds * secondMs;
  const absolute = session.createdAt.getTime() + longestSeconds * secondMs;
  return new Date(Math.min(idle, absolute));
}

/**
 * When a session ends: as is stored, or by today's SESSION_LIFETIMES where that is sooner. They end
 * nothing for a time that has passed, in which the guard and the rules let it through.
 */
export function currentEnd(
  session: Living & { lastActiveAt: Date; expiresAt: Date },
  { now, policy }: Clock,
): Date {
  const today = activeUntil(session, policy, session.lastActiveAt).getTime();
  return new Date(Math.min(session.expiresAt.getTime(), Math.max(today, now.getTime())));
}

/** Until when something that ends (or ended) at `end` is remembered. */
export function rememberedUntil(end: Date, policy: SessionPolicy): Date {
  return new Date(end.getTime() + policy.retentionDays * dayMs);
}

/** When a login that nobody answers for counts as its owner's. */
export function confirmsAtOf(loggedInAt: Date, policy: SessionPolicy): Date {
  return new Date(loggedInAt.getTime() + policy.confirmAfterDays * dayMs);
}

/** Whether activity is written: often enough that a session in use does not run out between two times. */
export function isTouchDue(
  session: Living & { lastActiveAt: Date },
  { now, policy }: Clock,
): boolean {
  const { idleSeconds } = lifetimeOf(session, policy);
  const seconds = Math.max(1, Math.min(policy.touchIntervalSeconds, idleSeconds / 10));
  return now.getTime() - session.lastActiveAt.getTime() >= seconds * secondMs;
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

/** The refusal that an ended session gets, with why it ended, where that is known. */
export function endOf(view: Pick<Ending, 'revokedReason'> | null): SessionError {
  const revokedReason = view?.revokedReason;
  if (!revokedReason) return new SessionError('session_expired');
  const reason = revokedReason === 'expired' ? 'session_expired' : 'session_revoked';
  return new SessionError(reason, { revokedReason });
}
