// What is owed, from lease to end: one run at a time sends it, and what FCM does not take is tried again.
import type { Moment } from './moment.ts';
import type { OwedPush, SessionRecord } from './session.ts';
import { inHandUntil, maxOwedAttempts, owedOf } from './owed.ts';
import type { Plan, RecordChange } from './plan.ts';
import { changed, unchanged } from './plan.ts';
import { secondMs } from './policy.ts';

/** done: nothing is owed. busy: another run has it in hand, or it is too early to try again. */
export type OwedLease =
  | { kind: 'done' }
  | { kind: 'busy' }
  | { kind: 'leased'; record: SessionRecord };

/** What has become of something that a session owed. */
export interface OwedSettlement {
  sessionId: string;
  /** What FCM has taken, or what is of no use any more. */
  settled: readonly OwedPush[];
  /** Whether nothing else is owed. */
  isLast: boolean;
  /** Whether the push token was kept for this only. */
  dropsPushToken: boolean;
}

/** Before it is tried again; doubled with each try. */
const firstBackoffSeconds = 60;

/** Takes in hand what a session owes. */
export function decideOwedLease(
  record: SessionRecord | undefined,
  { now }: Pick<Moment, 'now'>,
): Plan<OwedLease> {
  if (!record) return unchanged({ kind: 'done' });
  const { isOwed, owed, owedNotBefore } = record.secrets;
  if (!isOwed && owed.length === 0) return unchanged({ kind: 'done' });
  if (owedNotBefore && now < owedNotBefore) return unchanged({ kind: 'busy' });
  return {
    result: { kind: 'leased', record },
    changes: [
      {
        sessionId: record.session.sessionId,
        secrets: { owedNotBefore: inHandUntil(now) },
      },
    ],
  };
}

/** Gives back at once what a run has in hand and cannot send. */
export function decideOwedReturned(record: SessionRecord | undefined): Plan<void> {
  if (!record) return unchanged(undefined);
  return changed({
    sessionId: record.session.sessionId,
    secrets: { owedNotBefore: null },
  });
}

/** settled: taken by FCM, or of no use any more. failed: for a reason that may pass. */
export type OwedOutcome = 'settled' | 'failed';

/**
 * What is still owed after these outcomes, by push id. What has failed too often, or is past its time,
 * is given up: `givenUp`. A push token that waited for the last of it goes.
 */
export function decideOwedSettled(
  record: SessionRecord | undefined,
  outcomes: ReadonlyMap<string, OwedOutcome>,
  also: Pick<RecordChange, 'session' | 'secrets'>,
  { now }: Pick<Moment, 'now'>,
): Plan<{ givenUp: OwedPush[]; remaining: OwedPush[] }> {
  if (!record) return unchanged({ givenUp: [], remaining: [] });
  const tried = record.secrets.owed
    .filter(({ pushId }) => outcomes.get(pushId) !== 'settled')
    .map((one) => (outcomes.has(one.pushId) ? { ...one, attempts: one.attempts + 1 } : one));
  const remaining = tried.filter((one) => !isPastUse(one, now));
  const attempts = Math.max(1, ...remaining.map((one) => one.attempts));
  const backoffMs = firstBackoffSeconds * 2 ** (attempts - 1) * secondMs;
  return {
    result: { givenUp: tried.filter((one) => isPastUse(one, now)), remaining },
    changes: [
      {
        sessionId: record.session.sessionId,
        ...(also.session && { session: also.session }),
        secrets: {
          ...also.secrets,
          ...owedOf(remaining),
          owedNotBefore: remaining.length > 0 ? new Date(now.getTime() + backoffMs) : null,
          ...(remaining.length === 0 && keepsNoPushToken(record) && { pushToken: null }),
        },
      },
    ],
  };
}

/** Takes off what is settled; what is left is in nobody's hand any more. */
export function decideOwedCleared(
  record: SessionRecord | undefined,
  settled: readonly OwedPush[],
): Plan<void> {
  if (!record) return unchanged(undefined);
  const ids = settled.map(({ pushId }) => pushId);
  const left = record.secrets.owed.filter(({ pushId }) => !ids.includes(pushId));
  return changed({
    sessionId: record.session.sessionId,
    secrets: { ...owedOf(left), owedNotBefore: null },
  });
}

/** Whether this is the last try of something owed. */
export function isLastTry({ attempts }: OwedPush): boolean {
  return attempts + 1 >= maxOwedAttempts;
}

/** The push token of an ended session goes with what it waited for, unless it may still deny a login. */
export function keepsNoPushToken({ secrets }: SessionRecord): boolean {
  return secrets.state === 'ended' || secrets.state === 'replaced';
}

function isPastUse({ attempts, until }: OwedPush, now: Date): boolean {
  return attempts >= maxOwedAttempts || now >= until;
}
