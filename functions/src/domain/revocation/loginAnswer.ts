// "Was that you?": who may answer about which session, and what the answer does.
//
// Deny wins over confirm, whichever comes first: after "no" a "yes" changes nothing, after "yes" a
// "no" still ends the session. The same answer again changes nothing. Two new devices can't deny
// each other, since neither is confirmed. Both ends follow the installation to its open session:
// whoever registers again neither loses the answer nor outruns it.
import { SessionError } from '../../errors.ts';
import { confirming } from '../session/confirmation.ts';
import { endings } from '../session/ending.ts';
import { isLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import { inHandUntil, logoutUntil, owe, owedOf } from '../session/owed.ts';
import type { Plan, RecordChange } from '../session/plan.ts';
import { unchanged, withChange } from '../session/plan.ts';
import type { InitiatingEntity, SecurityEvent } from '../session/securityEvent.ts';
import { securityEvent } from '../session/securityEvent.ts';
import type { Owner, Session, SessionRecord } from '../session/session.ts';
import { isSameOwner } from '../session/session.ts';
import { findRecord, followed } from './actor.ts';
import type { Answer } from './answerer.ts';
import { requireAnswering } from './answerer.ts';
import { confirmedReceivers } from './receivers.ts';
import { endedOn, forgettingEnded } from './forgetting.ts';

export interface AnswerResult {
  /** The sessions asked about, as they are now. */
  about: SessionRecord[];
  /** Those of them that owe somebody something, also of an earlier call, to be sent at once. */
  owing: SessionRecord[];
}

/**
 * `records` holds the user's open sessions, the answering one and those asked about.
 * Throws the answering session's own end; session_unconfirmed where that is not confirmed;
 * current_session for an answer about itself; session_not_found.
 */
export function decideAnswer(
  records: readonly SessionRecord[],
  { answerer, sessionIds, wasMe }: Answer,
  moment: Moment,
): Plan<AnswerResult> {
  const answering = requireAnswering(records, { answerer, sessionIds, wasMe }, moment);
  const { sessionId } = answering.record.session;
  if (sessionIds.includes(sessionId)) throw new SessionError('current_session');
  const asked = sessionIds
    .map((id) => findRecord(records, id))
    .filter((record) => record !== undefined)
    .filter(({ session }) => isSameOwner(session, answering.record.session));
  if (asked.length === 0) throw new SessionError('session_not_found');

  const about = [
    ...new Set(asked.map((record) => followed(records, record, sessionId, moment.now))),
  ];
  const effects = about.map((record) =>
    wasMe ? confirmation(record, moment) : denial(record, records, answering.record, moment),
  );
  const told = confirmedReceivers(
    records,
    [sessionId, ...about.map(({ session }) => session.sessionId)],
    moment,
  );
  const changes = effects.flatMap(({ change }, at) =>
    change ? [withAnswered(about[at]!, change, told, moment)] : [],
  );
  const now = about.map((record) => {
    const change = changes.find((one) => one.sessionId === record.session.sessionId);
    return change ? withChange(record, change) : record;
  });
  return {
    result: {
      about: now,
      owing: now.filter(({ secrets }) => secrets.isOwed),
    },
    changes: [...answering.changes, ...changes, ...effects.flatMap(({ also = [] }) => also)],
    events: [...answering.events, ...effects.flatMap(({ events }) => events)],
  };
}

/**
 * An operator says "it was him": what a "yes" does. Throws session_not_found for what does not exist, is
 * another user's or has ended.
 */
export function decideConfirmByOperator(
  records: readonly SessionRecord[],
  { owner, sessionId }: { owner: Owner; sessionId: string },
  moment: Moment,
): Plan<{ session: Session; owing: SessionRecord[] }> {
  const named = findRecord(records, sessionId);
  const record = named && followed(records, named, null, moment.now);
  if (!record || !isSameOwner(record.session, owner) || !isLive(record.session, moment.now)) {
    throw new SessionError('session_not_found');
  }
  const { change, events } = confirmation(record, moment, 'admin');
  if (!change) return unchanged({ session: record.session, owing: [] });
  const told = confirmedReceivers(records, [record.session.sessionId], moment);
  const answered = withAnswered(record, change, told, moment);
  const now = withChange(record, answered);
  return {
    result: { session: now.session, owing: now.secrets.isOwed ? [now] : [] },
    changes: [answered],
    events,
  };
}

interface Effect {
  change: RecordChange | null;
  /** To other records of the same device. */
  also?: RecordChange[];
  events: SecurityEvent[];
}

/** "It was me": nothing where the session has ended, or confirmed already. */
function confirmation(
  { session }: SessionRecord,
  moment: Moment,
  initiatingEntity: InitiatingEntity = 'user',
): Effect {
  if (!isLive(session, moment.now) || session.confirmed) return { change: null, events: [] };
  return {
    change: confirming(session),
    events: [securityEvent(session, 'assurance-level-change', moment, { initiatingEntity })],
  };
}

/**
 * "It was not me": ends the session, or forgets the device of one that ended otherwise, for which a
 * later session on it may speak. Who has ended itself ends what lives, and nothing else.
 */
function denial(
  record: SessionRecord,
  records: readonly SessionRecord[],
  { session: actor }: SessionRecord,
  moment: Moment,
): Effect {
  if (isLive(record.session, moment.now)) {
    const { changes, events } = endings([record], 'denied', moment, {
      inHand: true,
      actorSessionId: actor.sessionId,
    });
    return { change: changes[0] ?? null, events };
  }
  if (!isLive(actor, moment.now)) return { change: null, events: [] };
  const changes = forgettingEnded(endedOn(records, record, moment));
  const isOwn = ({ sessionId }: RecordChange) => sessionId === record.session.sessionId;
  return {
    change: changes.find(isOwn) ?? null,
    also: changes.filter((change) => !isOwn(change)),
    events: [],
  };
}

/** The change, with what the user's other devices are told of it; nobody is alerted any more. */
function withAnswered(
  { session, secrets }: SessionRecord,
  change: RecordChange,
  told: readonly string[],
  moment: Moment,
): RecordChange {
  const kept = (change.secrets?.owed ?? secrets.owed).filter(({ kind }) => kind !== 'login_alert');
  const answered = told.map((receiver) => ({
    ...owe('login_answered', receiver, logoutUntil(moment), moment),
    attempts: 1,
  }));
  const inHand = answered.length > 0 || change.secrets?.owedNotBefore !== undefined;
  return {
    ...change,
    sessionId: session.sessionId,
    secrets: {
      ...change.secrets,
      ...owedOf([...kept, ...answered]),
      ...(inHand && { owedNotBefore: inHandUntil(moment.now) }),
    },
  };
}
