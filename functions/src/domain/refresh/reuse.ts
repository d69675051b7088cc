// A refresh token used a second time: the session ends, its device and the user's others are told.
// The notice is written with the revocation, so that no crash in between can lose it.
import { isLeased } from '../session/lease.ts';
import type { Plan } from '../session/plan.ts';
import { unchanged } from '../session/plan.ts';
import type { SessionPolicy } from '../session/policy.ts';
import { receiverOf } from '../revocation/receivers.ts';
import { ending } from '../revocation/revocation.ts';
import type { PushReceiver, SessionRecord } from '../session/session.ts';

/** Longer than telling everybody may take, so that a lease outlives its run only if that run died. */
export const noticeLeaseSeconds = 60;

/** Queued before the session ends, so that the notice is told even if this instance dies. */
export interface ReuseTask {
  kind: 'token_reuse';
  sessionId: string;
}

/** Ends the session and leaves the notice to be told. Ending what is over changes nothing. */
export function decideReuseRevocation(
  record: SessionRecord | undefined,
  policy: SessionPolicy,
  now: Date,
): Plan<void> {
  if (!record || record.session.revoked) return unchanged(undefined);
  const change = ending(record, 'token_reuse', policy, now);
  const notice = { receiver: receiverOf(record), leasedAt: null, sentAt: null };
  return {
    result: undefined,
    changes: [{ ...change, secrets: { ...change.secrets, notice } }],
  };
}

/** done: nothing to tell. busy: another run tells it. leased: tell it, then `decideNoticeDone`. */
export type NoticeLease =
  | { kind: 'done' }
  | { kind: 'busy' }
  | { kind: 'leased'; record: SessionRecord; receiver: PushReceiver | null };

export function decideNoticeLease(record: SessionRecord | undefined, now: Date): Plan<NoticeLease> {
  const notice = record?.secrets.notice;
  if (!record || !notice || notice.sentAt) return unchanged({ kind: 'done' });
  const { leasedAt, receiver } = notice;
  if (isLeased(leasedAt, noticeLeaseSeconds, now)) return unchanged({ kind: 'busy' });
  return {
    result: { kind: 'leased', record, receiver },
    changes: [
      {
        sessionId: record.session.sessionId,
        secrets: { notice: { ...notice, leasedAt: now } },
      },
    ],
  };
}

export function decideNoticeDone(record: SessionRecord | undefined, now: Date): Plan<void> {
  const notice = record?.secrets.notice;
  if (!record || !notice) return unchanged(undefined);
  return {
    result: undefined,
    changes: [
      {
        sessionId: record.session.sessionId,
        secrets: { notice: { ...notice, receiver: null, sentAt: now } },
      },
    ],
  };
}
