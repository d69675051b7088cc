// The only way a session leaves the backend: no device id, address, push token or secret is in it.
import type { RevokedReason } from './reasons.ts';
import type { DeviceType } from './session.ts';

/** The session as its owner's devices see it; times in ISO 8601, UTC. */
export interface DeviceSession {
  sessionId: string;
  deviceName: string;
  deviceType: DeviceType;
  platform: string | null;
  appVersion: string | null;
  location: string | null;
  lastActiveAt: string;
  createdAt: string;
  confirmed: boolean;
  isCurrentDevice: boolean;
  signInProvider: string;
  secondFactor: boolean;
  officialApp: string | null;
}

/** With how it ended, where it has; for those who ask for ended sessions too. */
export interface DeviceSessionWithEnd extends DeviceSession {
  revokedAt: string | null;
  revokedReason: RevokedReason | null;
  logoutConfirmedAt: string | null;
}

/** What it is made of: an open session, or the view of one. */
type Shown = {
  [Field in keyof DeviceSession as Exclude<Field, 'isCurrentDevice'>]: Field extends
    | 'lastActiveAt'
    | 'createdAt'
    ? Date
    : DeviceSession[Field];
};

interface ShownEnd {
  revokedAt: Date | null;
  revokedReason: RevokedReason | null;
  logoutConfirmedAt: Date | null;
}

export function toDeviceSession(session: Shown, currentSessionId: string): DeviceSession {
  return {
    sessionId: session.sessionId,
    deviceName: session.deviceName,
    deviceType: session.deviceType,
    platform: session.platform,
    appVersion: session.appVersion,
    location: session.location,
    lastActiveAt: session.lastActiveAt.toISOString(),
    createdAt: session.createdAt.toISOString(),
    confirmed: session.confirmed,
    isCurrentDevice: session.sessionId === currentSessionId,
    signInProvider: session.signInProvider,
    secondFactor: session.secondFactor,
    officialApp: session.officialApp,
  };
}

/** The same with how it ended; null throughout for a session that lives. */
export function toDeviceSessionWithEnd(
  session: Shown & Partial<ShownEnd>,
  currentSessionId: string,
): DeviceSessionWithEnd {
  return {
    ...toDeviceSession(session, currentSessionId),
    revokedAt: session.revokedAt?.toISOString() ?? null,
    revokedReason: session.revokedReason ?? null,
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
