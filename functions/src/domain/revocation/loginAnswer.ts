// "Was that you?": who may answer about which session, and what the answer does.
//
// Deny wins over confirm, whichever comes first: after "no" a "yes" changes nothing, after "yes" a
// "no" still ends the session. The same answer again changes nothing. Two new devices can't deny
// each other, for neither is confirmed.
import { SessionError } from '../../errors.ts';
import { confirming, requireConfirmed } from './freshness.ts';
import { isLive, requireLiveOf } from '../session/lifetime.ts';
import type { Plan, RecordChange } from '../session/plan.ts';
import type { SessionPolicy } from '../session/policy.ts';
import { confirmedReceivers, receiversOf } from './receivers.ts';
import type { Actor, OpenRecords } from './revocation.ts';
import { ending, openOnDevice, requireActor } from './revocation.ts';
import type { PushReceiver, Session, SessionRecord } from '../session/session.ts';

/** The session that answers: by an ID token, or by the token of the alert that it was sent. */
export type Answerer = Actor | { answeringSessionId: string; userId: string };

export interface AnswerResult {
  /** The session asked about, as it is now. */
  session: Session;
  toLogOut: PushReceiver[];
  /** Other devices that may still show the alert. */
  toInform: PushReceiver[];
}

/**
 * `records` holds the user's open sessions, the answering one and the one asked about.
 * Throws the answering session's own end; current_session for an answer about itself;
 * session_not_found; session_unconfirmed where the answering session is not confirmed.
 */
export function decideAnswer(
  records: OpenRecords,
  { answerer, sessionId, wasMe }: { answerer: Answerer; sessionId: string; wasMe: boolean },
  policy: SessionPolicy,
  now: Date,
): Plan<AnswerResult> {
  const { session: answering, changes } = requireAnswering(records, answerer, policy, now);
  if (answering.sessionId === sessionId) throw new SessionError('current_session');
  const about = records.find(({ session }) => session.sessionId === sessionId);
  if (!about || about.session.userId !== answering.userId) {
    throw new SessionError('session_not_found');
  }
  requireConfirmed(answering, policy, now);

  const effect = wasMe
    ? confirmation(about, now)
    : denial(records, about, answering.sessionId, policy, now);
  const isNews = effect.changes.length > 0;
  const open = records.filter(({ secrets }) => secrets.state === 'open');
  const toInform = isNews
    ? confirmedReceivers(open, sessionId, policy, now).filter(
        (receiver) =>
          receiver.sessionId !== answering.sessionId &&
          effect.ended.every(({ session }) => session.sessionId !== receiver.sessionId),
      )
    : [];
  const change = effect.changes.find((one) => one.sessionId === sessionId);
  return {
    result: {
      session: { ...about.session, ...change?.session },
      toLogOut: receiversOf(effect.ended),
      toInform,
    },
    changes: [...changes, ...effect.changes],
  };
}

interface Effect {
  changes: RecordChange[];
  ended: SessionRecord[];
}

/** "It was me": nothing where the session is over, or confirmed already. */
function confirmation({ session }: SessionRecord, now: Date): Effect {
  const done = !isLive(session, now) || session.confirmed;
  return { changes: done ? [] : [confirming(session)], ended: [] };
}

/**
 * "It was not me": ends the session, or what its device has replaced it by, and forgets that the
 * device was known. A session that had ended otherwise keeps its reason.
 */
function denial(
  records: OpenRecords,
  about: SessionRecord,
  answeringSessionId: string,
  policy: SessionPolicy,
  now: Date,
): Effect {
  const { sessionId, revoked, revokedReason } = about.session;
  const successors =
    revokedReason === 'replaced'
      ? openOnDevice(records, about.secrets.deviceId).filter(
          ({ session }) => session.sessionId !== answeringSessionId,
        )
      : [];
  const ended = revoked ? successors : [about];
  const forgotten: RecordChange[] =
    revoked && about.secrets.deviceKnown ? [{ sessionId, secrets: { deviceKnown: false } }] : [];
  return {
    changes: [...ended.map((record) => ending(record, 'denied', policy, now)), ...forgotten],
    ended,
  };
}

function requireAnswering(
  records: OpenRecords,
  answerer: Answerer,
  policy: SessionPolicy,
  now: Date,
): { session: Session; changes: RecordChange[] } {
  const id = 'caller' in answerer ? answerer.caller.sessionId : answerer.answeringSessionId;
  const record = records.find(({ session }) => session.sessionId === id);
  if ('caller' in answerer) return requireActor(record, answerer, policy, now);
  return { session: requireLiveOf(record?.session, answerer.userId, now), changes: [] };
}
