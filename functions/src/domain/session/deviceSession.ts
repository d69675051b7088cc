// The only way a session leaves the backend: no device id, address, push token or secret is in it.
import { isConfirmed } from './lifetime.ts';
import type { SessionPolicy } from './policy.ts';
import type { DeviceSession, DeviceSessionWithEnd, Session } from './session.ts';

export function toDeviceSession(
  session: Session,
  currentSessionId: string,
  policy: SessionPolicy,
  now: Date,
): DeviceSession {
  return {
    sessionId: session.sessionId,
    deviceName: session.deviceName,
    deviceType: session.deviceType,
    platform: session.platform,
    appVersion: session.appVersion,
    location: session.location,
    lastActiveAt: session.lastActiveAt.toISOString(),
    createdAt: session.createdAt.toISOString(),
    confirmed: isConfirmed(session, policy, now),
    isCurrentDevice: session.sessionId === currentSessionId,
  };
}

/** The same with how it ended; null throughout for a session that lives. */
export function toDeviceSessionWithEnd(
  session: Session,
  currentSessionId: string,
  policy: SessionPolicy,
  now: Date,
): DeviceSessionWithEnd {
  return {
    ...toDeviceSession(session, currentSessionId, policy, now),
    revokedAt: session.revokedAt?.toISOString() ?? null,
    revokedReason: session.revokedReason,
    logoutConfirmedAt: session.logoutConfirmedAt?.toISOString() ?? null,
  };
}

/** The current session first, then unconfirmed ones, then by last activity, newest first. */
export function inListOrder<View extends DeviceSession>(sessions: readonly View[]): View[] {
  const rank = (session: DeviceSession) =>
    session.isCurrentDevice ? 0 : session.confirmed ? 2 : 1;
  return sessions.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      b.lastActiveAt.localeCompare(a.lastActiveAt) ||
      a.sessionId.localeCompare(b.sessionId),
  );
}
