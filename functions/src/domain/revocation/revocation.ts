// Ending sessions: who may end which, what is written, and who is told.
import { SessionError } from '../../errors.ts';
import type { EndingOptions } from '../session/ending.ts';
import { endings } from '../session/ending.ts';
import { isLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import type { Plan } from '../session/plan.ts';
import { changed, unchanged, withChange } from '../session/plan.ts';
import type {
  Caller,
  RevokedReason,
  Session,
  SessionRecord,
  SessionSecrets,
} from '../session/session.ts';
import { isSameOwner } from '../session/session.ts';
import type { Actor } from './actor.ts';
import { findRecord, openOn, requireActor } from './actor.ts';
import { endedOn, forgettingEnded } from './forgetting.ts';

export interface Revocation {
  /** The sessions that owe their devices a logout, as they are now. */
  toLogOut: SessionRecord[];
  /** The device of a session that had ended, where other records of it have a say too. */
  closing: ClosedDevice | null;
}

export interface ClosedDevice {
  installation: string;
  /** Whether the session had gone on in another one there. */
  isReplaced: boolean;
}

/**
 * Ends one session of the caller's user. Ending an ended session succeeds and ends nothing; what is still
 * owed of it is sent, and its device is forgotten. Throws the caller's own end first, then
 * session_unconfirmed; current_session for the caller's own id; session_not_found alike for what does
 * not exist and what is another user's.
 */
export function decideRevoke(
  records: readonly SessionRecord[],
  { caller, reauthentication, sessionId }: Actor & { sessionId: string },
  moment: Moment,
): Plan<Revocation> {
  const actor = requireActor(records, { caller, reauthentication }, moment);
  if (sessionId === caller.sessionId) throw new SessionError('current_session');
  const target = findRecord(records, sessionId);
  if (!target || !isSameOwner(target.session, caller)) throw new SessionError('session_not_found');
  if (isLive(target.session, moment.now)) {
    const { changes, events, ended } = endingNow([target], 'user', caller, moment);
    return {
      result: { toLogOut: ended, closing: null },
      changes: [...actor.changes, ...changes],
      events: [...actor.events, ...events],
    };
  }
  const { installation, device, isOwed } = target.secrets;
  const isReplaced = target.session.revokedReason === 'replaced';
  const own = findRecord(records, caller.sessionId)?.secrets.installation;
  // Where this record does not say that the device is known, a later one may.
  const hasOthers = isReplaced || (device !== 'known' && installation !== own);
  return {
    result: {
      toLogOut: isOwed ? [target] : [],
      closing: hasOthers ? { installation, isReplaced } : null,
    },
    changes: [...actor.changes, ...(isReplaced ? [] : forgettingEnded([target.secrets]))],
    events: actor.events,
  };
}

/**
 * Closing a session closes the device it was shown for: ends what took the place of a session that
 * somebody closes a moment too late, and forgets the device by all that has ended on it. Never the
 * caller's own.
 */
export function decideCloseDevice(
  records: readonly SessionRecord[],
  { caller, reauthentication, installation, isReplaced }: Actor & ClosedDevice,
  moment: Moment,
): Plan<SessionRecord[]> {
  const actor = requireActor(records, { caller, reauthentication }, moment);
  const successors = isReplaced ? openOn(records, installation).filter(isNot(caller)) : [];
  const { changes, events, ended } = endingNow(successors, 'user', caller, moment);
  const endedBefore = records
    .filter((one) => !successors.includes(one) && !isLive(one.session, moment.now))
    .map(({ secrets }) => secrets)
    .filter((one) => one.installation === installation);
  return {
    result: ended,
    changes: [...actor.changes, ...changes, ...forgettingEnded(endedBefore)],
    events: [...actor.events, ...events],
  };
}

/**
 * Ends every live session of the user except the caller's; those already expired are not counted. The
 * devices of ended sessions are forgotten too, also of those that TTL has deleted: none of them comes
 * back as known. A second run counts what the first has ended. Throws the caller's own end;
 * session_unconfirmed.
 */
export function decideRevokeOthers(
  records: readonly SessionRecord[],
  { caller, reauthentication }: Actor,
  moment: Moment,
  orphans: readonly SessionSecrets[] = [],
): Plan<{ ended: SessionRecord[]; toLogOut: SessionRecord[] }> {
  const actor = requireActor(records, { caller, reauthentication }, moment);
  const own = findRecord(records, caller.sessionId)?.secrets.installation;
  const others = records.filter(isNot(caller));
  const live = others.filter(({ session }) => isLive(session, moment.now));
  const endedBefore = others.filter((record) => !live.includes(record));
  const endedElsewhere = [...endedBefore.map(({ secrets }) => secrets), ...orphans].filter(
    ({ installation }) => installation !== own,
  );
  const { changes, events, ended } = endingNow(live, 'others', caller, moment);
  return {
    result: {
      ended: [
        ...ended,
        ...endedBefore.filter(({ session }) => isEndedBy(session, 'others', moment)),
      ],
      toLogOut: [...ended, ...endedBefore.filter(({ secrets }) => secrets.isOwed)],
    },
    changes: [...actor.changes, ...changes, ...forgettingEnded(endedElsewhere)],
    events: [...actor.events, ...events],
  };
}

/** Whether an earlier run of this very call has ended it: its commit took effect, the answer was lost. */
function isEndedBy({ revokedReason, revokedAt }: Session, reason: RevokedReason, { now }: Moment) {
  return revokedReason === reason && revokedAt?.getTime() === now.getTime();
}

/**
 * Ends every session of the user, for an operator or because the account is gone, and forgets the devices
 * of those that had ended. A second run counts what the first has ended. `silent`: logins that nobody was
 * told of yet stay so.
 */
export function decideEndAll(
  records: readonly SessionRecord[],
  moment: Moment,
  { orphans = [], reason = 'operator', ...options }: EndAllOptions = {},
): Plan<{ ended: SessionRecord[]; toLogOut: SessionRecord[] }> {
  const live = records.filter(({ session }) => isLive(session, moment.now));
  const endedBefore = records.filter((record) => !live.includes(record));
  const { changes, events, ended } = endingNow(live, reason, null, moment, options);
  return {
    result: {
      ended: [...ended, ...endedBefore.filter(({ session }) => isEndedBy(session, reason, moment))],
      toLogOut: [...ended, ...endedBefore.filter(({ secrets }) => secrets.isOwed)],
    },
    changes: [
      ...changes,
      ...forgettingEnded([...endedBefore.map(({ secrets }) => secrets), ...orphans]),
    ],
    events,
  };
}

export interface EndAllOptions {
  orphans?: readonly SessionSecrets[];
  reason?: 'operator' | 'account';
  silent?: boolean;
}

/**
 * Ends the caller's own session; the device knows, so nobody is told. With `forget` (a computer that
 * is not one's own) its next sign-in is that of a new device. An ended session stays as it is; `isLate`:
 * its device is still to be forgotten, by `decideLateForget`.
 */
export function decideSignOut(
  record: SessionRecord | undefined,
  { caller, forget }: { caller: Caller; forget: boolean },
  moment: Moment,
): Plan<{ isLate: boolean }> {
  if (!isCallers(record, caller)) return unchanged({ isLate: false });
  const { session } = record;
  if (isLive(session, moment.now)) {
    return { result: { isLate: false }, ...endings([record], 'sign_out', moment, { forget }) };
  }
  return unchanged({ isLate: forget && session.revokedReason !== 'replaced' });
}

/** Forgets the device of a session that had ended, by all that has ended on it, where nothing is open there. */
export function decideLateForget(
  records: readonly SessionRecord[],
  { caller }: { caller: Caller },
  moment: Moment,
): Plan<void> {
  const record = findRecord(records, caller.sessionId);
  if (!isCallers(record, caller)) return unchanged(undefined);
  const isLiveThere = openOn(records, record.secrets.installation).some(({ session }) =>
    isLive(session, moment.now),
  );
  return changed(...(isLiveThere ? [] : forgettingEnded(endedOn(records, record, moment))));
}

function isCallers(record: SessionRecord | undefined, caller: Caller): record is SessionRecord {
  return (
    record !== undefined &&
    isSameOwner(record.session, caller) &&
    caller.deviceHashes.includes(record.session.deviceHash)
  );
}

function endingNow(
  records: readonly SessionRecord[],
  reason: RevokedReason,
  caller: Caller | null,
  moment: Moment,
  more: Pick<EndingOptions, 'silent'> = {},
) {
  const actorSessionId = caller?.sessionId ?? null;
  const options = { inHand: true, actorSessionId, ...more };
  const { changes, events } = endings(records, reason, moment, options);
  return { changes, events, ended: records.map((record, at) => withChange(record, changes[at]!)) };
}

function isNot(caller: Caller): (record: SessionRecord) => boolean {
  return ({ session }) => session.sessionId !== caller.sessionId;
}
