// What a session is called: any of one's own, by a confirmed session.
import { SessionError } from '../../errors.ts';
import { deviceTypeNames } from '../session/deviceTypeName.ts';
import { isLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import type { Plan } from '../session/plan.ts';
import { unchanged } from '../session/plan.ts';
import type { Caller, Session, SessionRecord } from '../session/session.ts';
import { isSameOwner } from '../session/session.ts';
import { findRecord, requireActor } from './actor.ts';

/**
 * A name of which nothing visible was left is null: then the session is called by its device type.
 * Throws the caller's own end, session_unconfirmed, and session_not_found for what does not exist, is
 * another user's or has ended.
 */
export function decideRename(
  records: readonly SessionRecord[],
  {
    caller,
    sessionId,
    deviceName: wanted,
  }: { caller: Caller; sessionId: string; deviceName: string | null },
  moment: Moment,
): Plan<Session> {
  requireActor(records, { caller }, moment);
  const session = findRecord(records, sessionId)?.session;
  if (!session || !isSameOwner(session, caller) || !isLive(session, moment.now)) {
    throw new SessionError('session_not_found');
  }
  const deviceName = wanted ?? deviceTypeNames[session.deviceType];
  if (session.deviceName === deviceName) return unchanged(session);
  return {
    result: { ...session, deviceName },
    changes: [{ sessionId, session: { deviceName } }],
  };
}
