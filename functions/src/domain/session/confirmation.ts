// Which sessions count as their owner's, and which devices are known: every rule of it, and every write.
import { SessionError } from '../../errors.ts';
import type { Moment } from './moment.ts';
import type { RecordChange } from './plan.ts';
import type { SessionPolicy } from './policy.ts';
import { dayMs, secondMs } from './policy.ts';
import type {
  DeviceStanding,
  RevokedReason,
  Session,
  SessionRecord,
  SessionSecrets,
} from './session.ts';

/** When a session that nobody answers for counts as its owner's. */
export function confirmsAt({ createdAt }: Pick<Session, 'createdAt'>, policy: SessionPolicy): Date {
  return new Date(createdAt.getTime() + policy.confirmAfterDays * dayMs);
}

/**
 * Whether the session counts as its owner's: it was confirmed, or lived unanswered for
 * `confirmAfterDays`. A session that ended before that age stays unconfirmed for ever.
 */
export function isConfirmed(session: Session, { policy, now }: Omit<Moment, 'newId'>): boolean {
  if (session.confirmed) return true;
  const until = session.revokedAt ?? (now < session.expiresAt ? now : session.expiresAt);
  return until >= confirmsAt(session, policy);
}

/** Throws session_unconfirmed, with the time after which it will be, for a session not confirmed. */
export function requireConfirmed(session: Session, moment: Moment): void {
  if (isConfirmed(session, moment)) return;
  const ms = confirmsAt(session, moment.policy).getTime() - moment.now.getTime();
  throw new SessionError('session_unconfirmed', { retryAfterSeconds: Math.ceil(ms / secondMs) });
}

/** The change by which a session counts as its owner's from now on, and its device as known. */
export function confirming({ sessionId }: Pick<Session, 'sessionId'>): RecordChange {
  return { sessionId, session: { confirmed: true }, secrets: { device: 'known' } };
}

/** The change by which a device is no longer known. */
export function forgetting({ sessionId }: Pick<Session, 'sessionId'>): RecordChange {
  return { sessionId, secrets: { device: 'forgotten' } };
}

/** The change by which a record no longer says that its device is known, which is not forgotten by that. */
export function releasing({ sessionId }: Pick<Session, 'sessionId'>): RecordChange {
  return { sessionId, secrets: { device: 'unknown' } };
}

/** Known devices without an open session that a user may have: docs/decisions/0033. */
export const maxClosedKnown = 100;
/** How many of them a registration reads, so that it finds those beyond. */
export const closedKnownRead = maxClosedKnown + 20;

/** Those that are known no longer: the longest unused of too many. Takes the latest first. */
export function surplusKnown(closedKnown: readonly SessionSecrets[]): readonly SessionSecrets[] {
  return closedKnown.slice(maxClosedKnown);
}

const forgettingReasons: ReadonlySet<RevokedReason> = new Set([
  'user',
  'others',
  'denied',
  'token_reuse',
  'operator',
]);

/** What the record of a session that ends for this reason says of its device. Forgotten is for good. */
export function deviceAfterEnd(
  { session, secrets }: SessionRecord,
  reason: RevokedReason,
  moment: Moment,
): DeviceStanding {
  if (forgettingReasons.has(reason) || secrets.device === 'forgotten') return 'forgotten';
  // The record that takes over says it.
  if (reason === 'replaced') return 'unknown';
  return isConfirmed(session, moment) ? 'known' : 'unknown';
}

/** Whether a record that is still remembered says that its device is known, or an open session does. */
export function isKnownBy(secrets: SessionSecrets, now: Date): boolean {
  return secrets.device === 'known' && now < secrets.expiresAt;
}

/**
 * Whether a session whose document TTL has deleted had been confirmed, as far as its secrets tell: it ran
 * out, and lived unanswered for `confirmAfterDays` since it registered.
 */
export function wasConfirmed(
  { device, registeredAt, expiresAt }: SessionSecrets,
  { policy, now }: Omit<Moment, 'newId'>,
): boolean {
  if (device !== 'unknown') return device === 'known';
  const ranOutAt = new Date(expiresAt.getTime() - policy.retentionDays * dayMs);
  const until = now < ranOutAt ? now : ranOutAt;
  return until >= confirmsAt({ createdAt: registeredAt }, policy);
}

/** Whether anything remembered of this installation says that it was closed. */
export function isForgottenBy(secrets: SessionSecrets, now: Date): boolean {
  return secrets.device === 'forgotten' && now < secrets.expiresAt;
}

/** Live and confirmed sessions among these. */
export function confirmedOf(records: readonly SessionRecord[], moment: Moment): SessionRecord[] {
  return records.filter(
    ({ session }) =>
      !session.revoked && moment.now < session.expiresAt && isConfirmed(session, moment),
  );
}
