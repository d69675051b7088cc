// Ending sessions: what is written, who is told, and who may end what.
import { SessionError } from '../errors.ts';
import type { Caller } from './lifetime.ts';
import { isConfirmed, isLive, remembered, requireLive } from './lifetime.ts';
import type { Plan, RecordChange } from './plan.ts';
import { nothing } from './plan.ts';
import type { SessionPolicy } from './policy.ts';
import { receiverOf, receiversOf } from './receivers.ts';
import type { PushReceiver, RevokedReason, SessionRecord } from './session.ts';

/** The change that ends a session. It drops the push token: take the `receiverOf` the record first. */
export function ending(
  { session }: SessionRecord,
  reason: RevokedReason,
  policy: SessionPolicy,
  now: Date,
): RecordChange {
  const revokedAt = reason === 'expired' ? session.expiresAt : now;
  const expiresAt = remembered(revokedAt, policy);
  return {
    sessionId: session.sessionId,
    session: { revoked: true, revokedAt, revokedReason: reason, expiresAt },
    secrets: {
      state: reason === 'replaced' ? 'replaced' : 'closed',
      deviceKnown:
        reason !== 'denied' && reason !== 'replaced' && isConfirmed(session, policy, revokedAt),
      pushToken: null,
      refresh: null,
      expiresAt,
    },
  };
}

/** The open sessions of a user and, in any state, the caller's. */
export type OpenRecords = readonly SessionRecord[];

export interface Revocation {
  /** The sessions to force out; empty where nothing was live or nothing has a push token. */
  loggedOut: PushReceiver[];
  /** Set where the session had already been taken over by another one on this device. */
  replacedOnDevice: string | null;
}

/**
 * Ends one session of the caller's user. Ending what is over succeeds and writes nothing.
 * Throws the caller's own end first; current_session for the caller's own id; session_not_found
 * alike for what does not exist and what is another user's.
 */
export function decideRevoke(
  records: ReadonlyMap<string, SessionRecord>,
  { caller, sessionId }: { caller: Caller; sessionId: string },
  policy: SessionPolicy,
  now: Date,
): Plan<Revocation> {
  requireLive(records.get(caller.sessionId)?.session, caller, now);
  if (sessionId === caller.sessionId) throw new SessionError('current_session');
  const target = records.get(sessionId);
  if (!target || target.session.userId !== caller.userId) throw new SessionError('session_not_found');
  if (target.session.revoked) {
    const replaced = target.session.revokedReason === 'replaced';
    return nothing({ loggedOut: [], replacedOnDevice: replaced ? target.secrets.deviceId : null });
  }
  const receiver = receiverOf(target);
  return {
    result: { loggedOut: receiver ? [receiver] : [], replacedOnDevice: null },
    changes: [ending(target, 'user', policy, now)],
  };
}

/**
 * Ends what took the place of a session that somebody closes a moment too late: closing a session
 * closes the device it was shown for. Never the caller's own device.
 */
export function decideRevokeDevice(
  records: OpenRecords,
  { caller, deviceId }: { caller: Caller; deviceId: string },
  policy: SessionPolicy,
  now: Date,
): Plan<Revocation> {
  requireLive(records.find(isCaller(caller))?.session, caller, now);
  const ended = records.filter(
    (record) =>
      record.secrets.deviceId === deviceId &&
      record.secrets.state === 'open' &&
      !isCaller(caller)(record),
  );
  return {
    result: { loggedOut: receiversOf(ended), replacedOnDevice: null },
    changes: ended.map((record) => ending(record, 'user', policy, now)),
  };
}

/** Ends every live session of the user but the caller's; those already expired are not counted. */
export function decideRevokeOthers(
  records: OpenRecords,
  { caller }: { caller: Caller },
  policy: SessionPolicy,
  now: Date,
): Plan<{ revokedCount: number; loggedOut: PushReceiver[] }> {
  requireLive(records.find(isCaller(caller))?.session, caller, now);
  const others = records.filter(
    (record) => !isCaller(caller)(record) && isLive(record.session, now),
  );
  return {
    result: { revokedCount: others.length, loggedOut: receiversOf(others) },
    changes: others.map((record) => ending(record, 'others', policy, now)),
  };
}

/** Ends the caller's own session; the device knows, so nobody is told. */
export function decideSignOut(
  records: ReadonlyMap<string, SessionRecord>,
  { caller }: { caller: Caller },
  policy: SessionPolicy,
  now: Date,
): Plan<void> {
  const record = records.get(caller.sessionId);
  requireLive(record?.session, caller, now);
  return { result: undefined, changes: record ? [ending(record, 'sign_out', policy, now)] : [] };
}

function isCaller(caller: Caller): (record: SessionRecord) => boolean {
  return ({ session }) => session.sessionId === caller.sessionId;
}
