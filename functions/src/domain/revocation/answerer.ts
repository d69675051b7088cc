// Who may answer "Was that you?": a session, or the token of the alert that it was sent.
import { SessionError } from '../../errors.ts';
import { confirmsAt, isConfirmed, requireConfirmed } from '../session/confirmation.ts';
import { endOf, isLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import type { RecordChange } from '../session/plan.ts';
import { dayMs } from '../session/policy.ts';
import type { SecurityEvent } from '../session/securityEvent.ts';
import type { SessionRecord } from '../session/session.ts';
import type { Actor } from './actor.ts';
import { findRecord, followed, requireActor } from './actor.ts';

/** The session that answers: by an ID token, or by the token of the alert that it was sent. */
export type Answerer = Actor | { answeringSessionId: string; userId: string };

export interface Answer {
  answerer: Answerer;
  /** The sessions asked about; several only with a "no". */
  sessionIds: readonly string[];
  wasMe: boolean;
}

/**
 * The record of the session that answers, with what answering costs it. Throws the session's own end;
 * session_unconfirmed where it is not confirmed; session_expired for another user's or one that is gone.
 */
export function requireAnswering(
  records: readonly SessionRecord[],
  { answerer, sessionIds, wasMe }: Answer,
  moment: Moment,
): { record: SessionRecord; changes: RecordChange[]; events: SecurityEvent[] } {
  if ('caller' in answerer) {
    const { changes, events } = requireActor(records, answerer, moment);
    const record = findRecord(records, answerer.caller.sessionId) as SessionRecord;
    return { record, changes, events };
  }
  const asked = findRecord(records, answerer.answeringSessionId);
  if (!asked || asked.session.userId !== answerer.userId) throw new SessionError('session_expired');
  const record = followed(records, asked, null, moment.now);
  if (isLive(record.session, moment.now)) {
    requireConfirmed(record.session, moment);
    return { record, changes: [], events: [] };
  }
  const about = sessionIds
    .map((id) => findRecord(records, id))
    .filter((one) => one !== undefined)
    .map((one) => followed(records, one, record.session.sessionId, moment.now));
  if (!wasMe && isNothingLeft(record, about, moment)) return { record, changes: [], events: [] };
  if (!wasMe && mayDenyAfterEnd(record, about, moment)) {
    return { record, changes: spendingDenial(records), events: [] };
  }
  throw record.session.revoked ? endOf(record.session) : new SessionError('session_expired');
}

/**
 * Whether a confirmed session that a change of the account has ended may still say "no": about
 * unconfirmed logins only, for as long as a login can be answered.
 */
function mayDenyAfterEnd(
  { secrets }: SessionRecord,
  about: readonly SessionRecord[],
  moment: Moment,
): boolean {
  if (secrets.state !== 'account' || !secrets.endedAt) return false;
  const until = secrets.endedAt.getTime() + moment.policy.confirmAfterDays * dayMs;
  return (
    moment.now.getTime() < until &&
    about.length > 0 &&
    about.every(
      ({ session }) =>
        !isConfirmed(session, moment) && moment.now < confirmsAt(session, moment.policy),
    )
  );
}

/**
 * Whether the "no" of a session that a change of the account has ended finds that all of it has ended already,
 * by an earlier "no" or else. It changes nothing then, and is not spent.
 */
function isNothingLeft(
  { session }: SessionRecord,
  about: readonly SessionRecord[],
  { now }: Moment,
): boolean {
  return (
    session.revokedReason === 'account' &&
    about.length > 0 &&
    about.every((one) => !isLive(one.session, now))
  );
}

/** One "no" in all for one change of the account: none of those that it ended may say another. */
function spendingDenial(records: readonly SessionRecord[]): RecordChange[] {
  return records
    .filter(({ secrets }) => secrets.state === 'account')
    .map(({ session, secrets }) => ({
      sessionId: session.sessionId,
      secrets: { state: 'ended', pushToken: secrets.isOwed ? secrets.pushToken : null },
    }));
}
