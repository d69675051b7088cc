// The only way a session leaves the backend: no device id, address, push token or secret is in it.
import type { RevokedReason } from './reasons.ts';
import type { LoginSignal, NamedSession } from './session.ts';

/** What is shown of a session. */
export interface ShownSession extends NamedSession {
  platform: string | null;
  appVersion: string | null;
  /** "Moscow, Russia"; null until known, or where it can't be known. */
  location: string | null;
  /** What was unusual about its login. */
  signals: LoginSignal[];
  createdAt: Date;
  lastActiveAt: Date;
  /** When it ends unless it is used. */
  expiresAt: Date;
  confirmed: boolean;
  /** `firebase.sign_in_provider` of the sign-in, e.g. "password". */
  signInProvider: string;
  /** Whether the sign-in showed a second factor. */
  secondFactor: boolean;
  /** The app id that App Check attested at the registration; null where it did not. */
  officialApp: string | null;
}

/** How it ended; null throughout for a session that lives. */
export interface ShownEnd {
  revokedAt: Date | null;
  revokedReason: RevokedReason | null;
  /** When the logged-out device said that it has wiped itself. */
  logoutConfirmedAt: Date | null;
}

/** The session as its owner's devices see it; times in ISO 8601, UTC. */
export interface DeviceSession extends Omit<
  ShownSession,
  'createdAt' | 'lastActiveAt' | 'expiresAt'
> {
  createdAt: string;
  lastActiveAt: string;
  /** Of the viewer's own, and of the others for a confirmed viewer; else null. */
  expiresAt: string | null;
  isCurrentDevice: boolean;
}

/** For those who ask for ended sessions too. */
export interface DeviceSessionWithEnd extends DeviceSession {
  revokedAt: string | null;
  revokedReason: RevokedReason | null;
  logoutConfirmedAt: string | null;
}

/** An open session, or the view of one. */
type Shown = ShownSession & Partial<ShownEnd>;

/** Who looks: the session of a device, or an operator. */
export type Viewer = Pick<ShownSession, 'sessionId' | 'confirmed'>;

export const operator: Viewer = { sessionId: '', confirmed: true };

/** What is shown of it, and nothing else. */
export function shownOf(session: ShownSession): ShownSession {
  const { sessionId, deviceName, deviceType, platform, appVersion, location, signals } = session;
  const { createdAt, lastActiveAt, expiresAt, confirmed } = session;
  const { signInProvider, secondFactor, officialApp } = session;
  return {
    ...{ sessionId, deviceName, deviceType, platform, appVersion, location, signals },
    ...{ createdAt, lastActiveAt, expiresAt, confirmed },
    ...{ signInProvider, secondFactor, officialApp },
  };
}

export function toDeviceSession(session: Shown, viewer: Viewer): DeviceSession {
  const { sessionId, createdAt, lastActiveAt, expiresAt, revokedAt } = session;
  const isCurrentDevice = sessionId === viewer.sessionId;
  const showsEnd = !revokedAt && (isCurrentDevice || viewer.confirmed);
  return {
    ...shownOf(session),
    createdAt: createdAt.toISOString(),
    lastActiveAt: lastActiveAt.toISOString(),
    expiresAt: showsEnd ? expiresAt.toISOString() : null,
    isCurrentDevice,
  };
}

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
