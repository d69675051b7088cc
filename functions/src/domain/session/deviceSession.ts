// The only way a session leaves the backend: no device id, address, push token or secret is in it.
import type { LoginSignal } from './signals.ts';
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
  /** When it ends unless it is used: of the viewer's own, and of the others for a confirmed viewer; else null. */
  expiresAt: string | null;
  confirmed: boolean;
  /** What was unusual about its login. */
  signals: LoginSignal[];
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
    | 'expiresAt'
    ? Date
    : DeviceSession[Field];
} & Partial<ShownEnd>;

/** Who looks: the session of a device, or an operator. */
export type Viewer = Pick<Shown, 'sessionId' | 'confirmed'>;

export const operator: Viewer = { sessionId: '', confirmed: true };

interface ShownEnd {
  revokedAt: Date | null;
  revokedReason: RevokedReason | null;
  logoutConfirmedAt: Date | null;
}

export function toDeviceSession(session: Shown, viewer: Viewer): DeviceSession {
  const isCurrentDevice = session.sessionId === viewer.sessionId;
  const showsEnd = !session.revokedAt && (isCurrentDevice || viewer.confirmed);
  return {
    sessionId: session.sessionId,
    deviceName: session.deviceName,
    deviceType: session.deviceType,
    platform: session.platform,
    appVersion: session.appVersion,
    location: session.location,
    lastActiveAt: session.lastActiveAt.toISOString(),
    createdAt: session.createdAt.toISOString(),
    expiresAt: showsEnd ? session.expiresAt.toISOString() : null,
    confirmed: session.confirmed,
    signals: session.signals,
    isCurrentDevice,
    signInProvider: session.signInProvider,
    secondFactor: session.secondFactor,
    officialApp: session.officialApp,
  };
}

/** The same with how it ended; null throughout for a session that lives. */
export function toDeviceSessionWithEnd(session: Shown, viewer: Viewer): DeviceSessionWithEnd {
  return {
    ...toDeviceSession(session, viewer),
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
