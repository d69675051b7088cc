// Opening a session: which sign-ins may, what the new session takes over, and what makes room for it.
import { SessionError } from '../../errors.ts';
import { deviceHash } from '../session/deviceHash.ts';
import { evictionsFor } from './eviction.ts';
import { activeUntil, isConfirmed, isLive, rememberedUntil } from '../session/lifetime.ts';
import type { Plan, RecordChange } from '../session/plan.ts';
import type { SessionPolicy } from '../session/policy.ts';
import { secondMs } from '../session/policy.ts';
import { receiversOf } from '../revocation/receivers.ts';
import { firstRefreshState } from '../refresh/rotation.ts';
import { ending } from '../revocation/revocation.ts';
import type { Registration, RegistrationState, SignIn } from './signIn.ts';
import { customSignInKeys, signInKey, youngSignIns } from './signInKeys.ts';
import { requireEligibleSignIn } from './signInEligibility.ts';
import type { PushToken, Session, SessionRecord, SessionSecrets } from '../session/session.ts';

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
  requireEligibleSignIn(state, registration, policy, now);

  const live = state.open.filter(({ session }) => isLive(session, now));
  const replaced = live.filter(({ secrets }) => secrets.deviceId === device.deviceId);
  const others = live.filter(({ secrets }) => secrets.deviceId !== device.deviceId);
  const continued = replaced.find((record) => isSameSignIn(record, signIn));

  const isKnown =
    state.known.length > 0 || replaced.some(({ session }) => isConfirmed(session, policy, now));
  const confirmed = isKnown || (replaced.length === 0 && others.length === 0);

  const evicted = evictionsFor(confirmed, others, policy, now);
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
    expiresAt: rememberedUntil(session.expiresAt, policy),
  };
  return {
    result: session,
    create: { session, secrets },
    changes: confirmed ? forgetOlder(changes, state.known) : changes,
  };
}

/** The same sign-in goes on: its age, its absolute end and its reauthentication stay what they were. */
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
  const own = signIn.session ? [] : [signInKey(signIn.signedInAt)];
  const earlier = replaced.flatMap(({ secrets }) => youngSignIns(secrets.signIns, oldest));
  const kept = new Set([...own, ...earlier]);
  if (kept.size > maxSignInsPerDevice) {
    throw new SessionError('rate_limited', { retryAfterSeconds: policy.signInMaxAgeSeconds });
  }
  return [...kept, ...customSignInKeys(now)];
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

/** "Known" moves to the newest record, so that finding it stays one read. */
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
