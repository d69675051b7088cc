// Opening a session: which sign-ins may, what the new session takes over, and what makes room for it.
import { SessionError } from '../errors.ts';
import { deviceHash } from './deviceHash.ts';
import { evictedBy } from './eviction.ts';
import { activeUntil, isConfirmed, isLive, remembered } from './lifetime.ts';
import type { Plan, RecordChange } from './plan.ts';
import type { SessionPolicy } from './policy.ts';
import { secondMs } from './policy.ts';
import { receiversOf } from './receivers.ts';
import { firstRefreshState } from './refreshRotation.ts';
import { ending } from './revocation.ts';
import type { SignInTime } from './signInMarks.ts';
import { customSignInMarks, signInMark, youngSignIns } from './signInMarks.ts';
import { requireUsableSignIn } from './usableSignIn.ts';
import type { DeviceType, PushToken, Session, SessionRecord, SessionSecrets } from './session.ts';

/** What the Firebase ID token of a registration says. */
export interface SignIn extends SignInTime {
  userId: string;
  provider: string;
  secondFactor: boolean;
  /** The session that the token already carries, where it does. */
  session: { sessionId: string; deviceId: string } | null;
}

/** The device as it describes itself; checked and cleaned at the edge. */
export interface DeviceDescription {
  deviceId: string;
  deviceName: string;
  deviceType: DeviceType;
  platform: string | null;
  appVersion: string | null;
  pushToken: PushToken | null;
  locale: string | null;
}

export interface Registration {
  sessionId: string;
  signIn: SignIn;
  device: DeviceDescription;
  ip: string | null;
  /** The nonce of the session's first refresh token. */
  refreshNonce: string;
}

/** What a registration must know of the user; every part is bounded by the number of open sessions. */
export interface RegistrationState {
  /** Sessions not ended, whether or not their time is over. */
  open: SessionRecord[];
  /** Secrets left open whose session document is already deleted: expired ones. */
  orphans: SessionSecrets[];
  /** Closed records of which this sign-in is one (`isOfSession`). */
  closedBySignIn: SessionSecrets[];
  /** Records by which this device is known to the user; one, save for races long past. */
  known: SessionSecrets[];
  /** The session that the ID token carries, in whatever state; null where none or gone. */
  carried: Session | null;
}

/** More sign-ins than this on one device, none of them too old, is no person. */
const maxSignInsPerDevice = 100;

/**
 * Opens a session, replacing the one this device still has and ending the least recently active
 * beyond the limit.
 * Throws session_revoked / session_expired where the token's own session is over, and
 * recent_sign_in_required where the sign-in may not open a session (too old, spent, other device).
 */
export function decideRegistration(
  state: RegistrationState,
  registration: Registration,
  policy: SessionPolicy,
  now: Date,
): Plan<Session> {
  const { signIn, device } = registration;
  requireUsableSignIn(state, registration, policy, now);

  const live = state.open.filter(({ session }) => isLive(session, now));
  const replaced = live.filter(({ secrets }) => secrets.deviceId === device.deviceId);
  const others = live.filter(({ secrets }) => secrets.deviceId !== device.deviceId);
  const continued = replaced.find((record) => isSameSignIn(record, signIn));

  const isKnown =
    state.known.length > 0 || replaced.some(({ session }) => isConfirmed(session, policy, now));
  const confirmed = isKnown || (replaced.length === 0 && others.length === 0);

  const evicted = evictedBy(confirmed, others, policy, now);
  const session = newSession(
    registration,
    confirmed,
    continued?.session.createdAt ?? now,
    policy,
    now,
  );
  const changes = [
    ...state.open
      .filter(({ session: { expiresAt } }) => now >= expiresAt)
      .map((record) => ending(record, 'expired', policy, now)),
    ...state.orphans.map(({ sessionId }) => closeOrphan(sessionId)),
    ...replaced.map((record) => ending(record, 'replaced', policy, now)),
    ...evicted.map((record) => ending(record, 'limit', policy, now)),
    ...others
      .filter((record) => !evicted.includes(record) && hasPushToken(record, device.pushToken))
      .map(({ session: { sessionId } }) => ({ sessionId, secrets: { pushToken: null } })),
  ];
  const secrets: SessionSecrets = {
    sessionId: session.sessionId,
    userId: signIn.userId,
    deviceId: device.deviceId,
    signedInAt: continued?.secrets.signedInAt ?? signIn.signedInAt,
    signIns: signInsOf(registration, replaced, policy, now),
    signInProvider: continued?.secrets.signInProvider ?? signIn.provider,
    secondFactor: continued?.secrets.secondFactor ?? signIn.secondFactor,
    registeredAt: now,
    newDevice: !isKnown,
    state: 'open',
    deviceKnown: confirmed,
    pushToken: device.pushToken,
    locale: device.locale,
    ip: registration.ip,
    countries: [],
    coordinates: null,
    refresh: firstRefreshState(registration.refreshNonce, now),
    alert: null,
    notice: null,
    evicted: receiversOf(evicted),
    expiresAt: remembered(session.expiresAt, policy),
  };
  return {
    result: session,
    create: { session, secrets },
    changes: confirmed ? forgetOlder(changes, state.known) : changes,
  };
}

/** The same sign-in goes on: its age, its absolute end and its proof stay what they were. */
function isSameSignIn({ session, secrets }: SessionRecord, signIn: SignIn): boolean {
  return signIn.session
    ? session.sessionId === signIn.session.sessionId
    : secrets.signedInAt.getTime() === signIn.signedInAt.getTime();
}

/** Those old enough to be refused by their age need not be remembered. */
function signInsOf(
  { signIn }: Registration,
  replaced: SessionRecord[],
  policy: SessionPolicy,
  now: Date,
): string[] {
  const oldest = new Date(now.getTime() - policy.signInMaxAgeSeconds * secondMs);
  const own = signIn.session ? [] : [signInMark(signIn.signedInAt)];
  const earlier = replaced.flatMap(({ secrets }) => youngSignIns(secrets.signIns, oldest));
  const kept = new Set([...own, ...earlier]);
  if (kept.size > maxSignInsPerDevice) {
    throw new SessionError('rate_limited', { retryAfterSeconds: policy.signInMaxAgeSeconds });
  }
  return [...kept, ...customSignInMarks(now)];
}

function newSession(
  { sessionId, signIn, device }: Registration,
  confirmed: boolean,
  createdAt: Date,
  policy: SessionPolicy,
  now: Date,
): Session {
  return {
    sessionId,
    userId: signIn.userId,
    deviceName: device.deviceName,
    deviceType: device.deviceType,
    platform: device.platform,
    appVersion: device.appVersion,
    location: null,
    createdAt,
    lastActiveAt: now,
    confirmed,
    revoked: false,
    revokedAt: null,
    revokedReason: null,
    logoutConfirmedAt: null,
    deviceHash: deviceHash(sessionId, device.deviceId),
    expiresAt: activeUntil(createdAt, policy, now),
  };
}

/** The mark "known" moves to the newest record, so that finding it stays one read. */
function forgetOlder(changes: RecordChange[], known: SessionSecrets[]): RecordChange[] {
  const changed = new Set(changes.map(({ sessionId }) => sessionId));
  const older = known.filter(({ sessionId }) => !changed.has(sessionId));
  return [
    ...changes,
    ...older.map(({ sessionId }) => ({ sessionId, secrets: { deviceKnown: false } })),
  ];
}

function closeOrphan(sessionId: string): RecordChange {
  return { sessionId, secrets: { state: 'closed', pushToken: null, refresh: null } };
}

/** An installation has one push token: an older session with the same one would be pushed here. */
function hasPushToken({ secrets }: SessionRecord, pushToken: PushToken | null): boolean {
  return pushToken !== null && secrets.pushToken?.value === pushToken.value;
}
