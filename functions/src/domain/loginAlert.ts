// The work that follows a new session: claimed by one run of the trigger at a time, done once.
import { isConfirmed, isLive } from './lifetime.ts';
import type { Place } from './place.ts';
import { formatPlace } from './place.ts';
import type { Plan } from './plan.ts';
import { nothing } from './plan.ts';
import type { SessionPolicy } from './policy.ts';
import { secondMs } from './policy.ts';
import { confirmedReceivers } from './receivers.ts';
import type { PushReceiver, SessionRecord } from './session.ts';

/** Longer than a run of the trigger may take, so that a claim outlives its run only if that run died. */
export const alertLeaseSeconds = 120;

/** over: nothing to do. busy: another run has it. claimed: do the work, then `decideAlertDone`. */
export type AlertClaim =
  { kind: 'over' } | { kind: 'busy' } | { kind: 'claimed'; record: SessionRecord };

export function decideAlertClaim(record: SessionRecord | undefined, now: Date): Plan<AlertClaim> {
  if (!record || record.secrets.alert?.sentAt) return nothing({ kind: 'over' });
  const claimedAt = record.secrets.alert?.claimedAt;
  if (claimedAt && now.getTime() - claimedAt.getTime() < alertLeaseSeconds * secondMs) {
    return nothing({ kind: 'busy' });
  }
  return {
    result: { kind: 'claimed', record },
    changes: [
      { sessionId: record.session.sessionId, secrets: { alert: { claimedAt: now, sentAt: null } } },
    ],
  };
}

export function decideAlertDone(
  record: SessionRecord | undefined,
  place: Place | null,
  now: Date,
): Plan<void> {
  if (!record) return nothing(undefined);
  const coordinates =
    place?.latitude != null && place.longitude != null
      ? { latitude: place.latitude, longitude: place.longitude }
      : null;
  const location = place && formatPlace(place);
  return {
    result: undefined,
    changes: [
      {
        sessionId: record.session.sessionId,
        ...(location && { session: { location } }),
        secrets: {
          alert: { claimedAt: record.secrets.alert?.claimedAt ?? now, sentAt: now },
          evicted: [],
          countryCode: place?.countryCode ?? null,
          coordinates,
        },
      },
    ],
  };
}

/**
 * Who is told of a login: the user's other live, confirmed sessions with a push token. Nobody where
 * the new session is confirmed, or no longer lives.
 */
export function alertReceivers(
  open: readonly SessionRecord[],
  sessionId: string,
  policy: SessionPolicy,
  now: Date,
): PushReceiver[] {
  const about = open.find(({ session }) => session.sessionId === sessionId)?.session;
  if (!about || !isLive(about, now) || isConfirmed(about, policy, now)) return [];
  return confirmedReceivers(open, sessionId, policy, now);
}
