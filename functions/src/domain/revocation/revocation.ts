// Ending sessions: what is written, who is told, and who may end what.
import { SessionError } from '../../errors.ts';
import type {
  Caller,
  PushReceiver,
  RevokedReason,
  Session,
  SessionRecord,
} from '../session/session.ts';
import type { Reauthentication } from './freshness.ts';
import { confirming, isOwners, requireMayEnd } from './freshness.ts';
import { isConfirmed, isLive, rememberedUntil, requireLive } from '../session/lifetime.ts';
import type { Plan, RecordChange } from '../session/plan.ts';
import type { SessionPolicy } from '../session/policy.ts';
import { receiversOf } from './receivers.ts';

/** The change that ends a session. It drops the push token: take the `receiverOf` the record first. */
export function ending(
  { session }: SessionRecord,
  reason: RevokedReason,
  policy: SessionPolicy,
  now: Date,
): RecordChange {
  const revokedAt = reason === 'expired' ? session.expiresAt : now;
  const expiresAt = rememberedUntil(revokedAt, policy);
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
  toLogOut: PushReceiver[];
  /** Set where the session had already been taken over by another one on this device. */
  replacedOnDevice: string | null;
}

/** Who ends sessions, and what shows that they are the owner, where something does. */
export interface Actor {
  caller: Caller;
  reauthentication?: Reauthentication | null;
}

/**
 * Ends one session of the caller's user. Ending what is over succeeds and ends nothing.
 * Throws the caller's own end first; current_session for the caller's own id; session_not_found
 * alike for what does not exist and what is another user's; session_unconfirmed.
 */
export function decideRevoke(
  records: ReadonlyMap<string, SessionRecord>,
  { caller, reauthentication, sessionId }: Actor & { sessionId: string },
  policy: SessionPolicy,
  now: Date,
): Plan<Revocation> {
  const acting = requireActor(
    records.get(caller.sessionId),
    { caller, reauthentication },
    policy,
    now,
  );
  if (sessionId === caller.sessionId) throw new SessionError('current_session');
  const target = records.get(sessionId);
  if (!target || target.session.userId !== caller.userId) {
    throw new SessionError('session_not_found');
  }
  if (!isLive(target.session, now)) {
    const replaced = target.session.revokedReason === 'replaced';
    const replacedOnDevice = replaced ? target.secrets.deviceId : null;
    return { result: { toLogOut: [], replacedOnDevice }, changes: acting.changes };
  }
  requireMayEnd(acting.session, [target.session], policy, now);
  return {
    result: { toLogOut: receiversOf([target]), replacedOnDevice: null },
    changes: [...acting.changes, ending(target, 'user', policy, now)],
  };
}

/**
 * Ends what took the place of a session that somebody closes a moment too late: closing a session
 * closes the device it was shown for. Never the caller's own device.
 */
export function decideRevokeDevice(
  records: OpenRecords,
  { caller, reauthentication, deviceId }: Actor & { deviceId: string },
  policy: SessionPolicy,
  now: Date,
): Plan<Revocation> {
  const acting = requireActor(
    records.find(isCaller(caller)),
    { caller, reauthentication },
    policy,
    now,
  );
  const ended = openOnDevice(records, deviceId).filter((record) => !isCaller(caller)(record));
  requireMayEnd(acting.session, ended.map(sessionOf), policy, now);
  return {
    result: { toLogOut: receiversOf(ended), replacedOnDevice: null },
    changes: [...acting.changes, ...ended.map((record) => ending(record, 'user', policy, now))],
  };
}

/**
 * Ends every live session of the user but the caller's; those already expired are not counted.
 * Throws the caller's own end; session_unconfirmed where even one of them may not be ended.
 */
export function decideRevokeOthers(
  records: OpenRecords,
  { caller, reauthentication }: Actor,
  policy: SessionPolicy,
  now: Date,
): Plan<{ revokedCount: number; toLogOut: PushReceiver[] }> {
  const acting = requireActor(
    records.find(isCaller(caller)),
    { caller, reauthentication },
    policy,
    now,
  );
  const others = records.filter(
    (record) => !isCaller(caller)(record) && isLive(record.session, now),
  );
  requireMayEnd(acting.session, others.map(sessionOf), policy, now);
  return {
    result: { revokedCount: others.length, toLogOut: receiversOf(others) },
    changes: [...acting.changes, ...others.map((record) => ending(record, 'others', policy, now))],
  };
}

/** The caller's session, live, and confirmed where the reauthentication is good: with the change that says so. */
export function requireActor(
  record: SessionRecord | undefined,
  { caller, reauthentication }: Actor,
  policy: SessionPolicy,
  now: Date,
): { session: Session; changes: RecordChange[] } {
  const session = requireLive(record?.session, caller, now);
  const lifts =
    record && !isConfirmed(session, policy, now) && isOwners(reauthentication ?? null, record, now);
  return lifts
    ? { session: { ...session, confirmed: true }, changes: [confirming(session)] }
    : { session, changes: [] };
}

/** The open sessions of a device: at most one, save while registrations race. */
export function openOnDevice(records: OpenRecords, deviceId: string): SessionRecord[] {
  return records.filter(({ secrets }) => secrets.deviceId === deviceId && secrets.state === 'open');
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

function sessionOf({ session }: SessionRecord): Session {
  return session;
}
