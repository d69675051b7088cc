// The work that follows a new session: leased by one run of the trigger at a time, done once.
import { groupingOf } from './alertGrouping.ts';
import { isLeased } from '../session/lease.ts';
import { isConfirmed, isLive } from '../session/lifetime.ts';
import { coordinatesOf, rememberCountries } from './loginSignals.ts';
import type { Place } from '../place/place.ts';
import { formatPlace } from '../place/place.ts';
import type { Plan } from '../session/plan.ts';
import { unchanged } from '../session/plan.ts';
import type { SessionPolicy } from '../session/policy.ts';
import { dayMs } from '../session/policy.ts';
import type { LoginSignal } from '../push/loginAlert.ts';
import { confirmedReceivers } from '../revocation/receivers.ts';
import type { PushReceiver, Session, SessionRecord, SessionSecrets } from '../session/session.ts';

/** Longer than a run of the trigger may take, so that a lease outlives its run only if that run died. */
export const alertLeaseSeconds = 120;

/** done: nothing to do. busy: another run has it. leased: do the work, then `decideAlertDone`. */
export type AlertLease =
  { kind: 'done' } | { kind: 'busy' } | { kind: 'leased'; record: SessionRecord };

export function decideAlertLease(record: SessionRecord | undefined, now: Date): Plan<AlertLease> {
  if (!record || record.secrets.alert?.sentAt) return unchanged({ kind: 'done' });
  if (isLeased(record.secrets.alert?.leasedAt, alertLeaseSeconds, now)) {
    return unchanged({ kind: 'busy' });
  }
  return {
    result: { kind: 'leased', record },
    changes: [
      { sessionId: record.session.sessionId, secrets: { alert: { leasedAt: now, sentAt: null } } },
    ],
  };
}

export function decideAlertDone(
  record: SessionRecord | undefined,
  place: Place | null,
  earlier: readonly SessionSecrets[],
  now: Date,
): Plan<void> {
  if (!record) return unchanged(undefined);
  const { session, secrets } = record;
  const location = place && formatPlace(place);
  return {
    result: undefined,
    changes: [
      {
        sessionId: session.sessionId,
        ...(location && { session: { location } }),
        secrets: {
          alert: { leasedAt: secrets.alert?.leasedAt ?? now, sentAt: now },
          evicted: [],
          countries: rememberCountries(place, earlier, secrets.registeredAt),
          coordinates: coordinatesOf(place),
        },
      },
    ],
  };
}

export interface LoginAlertPlan {
  receiver: PushReceiver;
  /** The session that the alert names: the newest, where it stands for several. */
  about: Session;
  signals: readonly LoginSignal[];
  count: number;
  burstId: string;
  silent: boolean;
  /** Until when it can be answered. */
  answerableUntil: Date;
}

/**
 * Whom to tell of a login, and how: the user's other live, confirmed sessions with a push token.
 * Nobody where the new session is confirmed, or no longer lives.
 */
export function planLoginAlerts(
  { record, open, earlier, signals }: LoginContext,
  policy: SessionPolicy,
  now: Date,
): LoginAlertPlan[] {
  const { sessionId } = record.session;
  const own = open.find(({ session }) => session.sessionId === sessionId)?.session;
  if (!own || !isLive(own, now) || isConfirmed(own, policy, now)) return [];
  return confirmedReceivers(open, sessionId, policy, now).map((receiver) => {
    const receiving = open.find(({ session }) => session.sessionId === receiver.sessionId);
    const since = receiving?.session.createdAt ?? now;
    const { newestSessionId, ...grouping } = groupingOf(record.secrets, earlier, since);
    const newest = open.find(({ session }) => session.sessionId === newestSessionId)?.session;
    const about = newest ?? own;
    const answerableUntil = new Date(about.createdAt.getTime() + policy.confirmAfterDays * dayMs);
    return { receiver, about, signals, ...grouping, answerableUntil };
  });
}

/** What is known when a login is announced. */
export interface LoginContext {
  /** The new session. */
  record: SessionRecord;
  open: readonly SessionRecord[];
  /** The user's latest other registrations in any state, newest first. */
  earlier: readonly SessionSecrets[];
  place: Place | null;
  signals: readonly LoginSignal[];
}

/** Whether a login on a new device reaches nobody, of a user who has been here before. */
export function reachesNobody(
  { record, earlier }: LoginContext,
  alerts: readonly LoginAlertPlan[],
): boolean {
  const { session, secrets } = record;
  return alerts.length === 0 && !session.revoked && secrets.newDevice && earlier.length > 0;
}
