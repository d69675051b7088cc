// The record of a session that opens.
import { confirmsAt } from '../session/confirmation.ts';
import { activeUntil, rememberedUntil } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import type { OwedPush, Session, SessionRecord, SessionSecrets } from '../session/session.ts';
import { owe, owedOf } from '../session/owed.ts';
import { dayMs, secondMs } from '../session/policy.ts';
import { SessionError } from '../../errors.ts';
import { firstRefreshState } from '../refresh/rotation.ts';
import type { LoginReceivers, Newcomer } from './newcomer.ts';
import type { Registration } from './signIn.ts';
import { isBeforeRollOut } from './signInEligibility.ts';
import { customSignInKeys, signInKey, signInTime } from './signInKeys.ts';

/** More sign-ins than this on one device, none of them too old, is no person. */
const maxSignInsPerDevice = 100;

/**
 * Both documents of the new session. One that replaces its own device's keeps createdAt, standing and
 * the state of its alert: the week of an unconfirmed one does not begin again. An unconfirmed one
 * keeps its name and platform too, as the alert showed them.
 */
export function newRecord(
  newcomer: Newcomer,
  registration: Registration,
  receivers: LoginReceivers,
  moment: Moment,
): SessionRecord {
  const session = newSession(newcomer, registration, moment);
  return { session, secrets: newSecrets(newcomer, registration, session, receivers, moment) };
}

function newSession(
  { replaced, confirmed }: Newcomer,
  { sessionId, signIn, device, officialApp, deviceHash }: Registration,
  { now, policy }: Moment,
): Session {
  const [earlier] = replaced;
  const createdAt = earlier?.session.createdAt ?? now;
  const shown = earlier && !confirmed ? earlier.session : device;
  return {
    sessionId,
    userId: signIn.userId,
    tenantId: signIn.tenantId,
    deviceName: shown.deviceName,
    deviceType: device.deviceType,
    platform: shown.platform,
    appVersion: device.appVersion,
    location: null,
    createdAt,
    lastActiveAt: now,
    confirmed,
    revoked: false,
    revokedAt: null,
    revokedReason: null,
    logoutConfirmedAt: null,
    signInProvider: signIn.provider,
    secondFactor: signIn.methods.secondFactor !== null,
    officialApp,
    deviceHash,
    expiresAt: activeUntil(createdAt, policy, now),
  };
}

function newSecrets(
  newcomer: Newcomer,
  registration: Registration,
  session: Session,
  receivers: LoginReceivers,
  moment: Moment,
): SessionSecrets {
  const { continued, confirmed, newDevice } = newcomer;
  const { signIn, device, shown, ip } = registration;
  const { now, policy } = moment;
  const { sessionId, userId, tenantId } = session;
  return {
    sessionId,
    userId,
    tenantId,
    deviceId: device.deviceId,
    installation: newcomer.installation,
    signedInAt: signIn.signedInAt,
    signIns: signInsOf(newcomer, registration, moment),
    signedInWith: signIn.methods,
    carriedClaims: signIn.carriedClaims,
    attemptHash: shown.attemptHash,
    registeredAt: now,
    newDevice,
    accountChanged: receivers.accountChanged,
    hookDue: newcomer.isOldAccountsFirst || (newDevice && receivers.accountChanged),
    alertedAt: newDevice ? (continued?.secrets.alertedAt ?? null) : null,
    state: 'open',
    endedAt: null,
    device: confirmed ? 'known' : 'unknown',
    pushToken: device.pushToken,
    pushTokenDiedAt: null,
    locale: device.locale,
    ip,
    countries: [],
    coordinates: null,
    eraseOn: ip === null ? null : dayAfter(now, policy.ipRetentionDays),
    refresh: firstRefreshState(registration.refreshNonce, now),
    accountCheckedAt: now,
    ...owedOf(owedAfterLogin(newcomer, session, receivers, moment)),
    owedNotBefore: null,
    expiresAt: rememberedUntil(session.expiresAt, policy),
  };
}

/** What follows every login, and the alerts: those of the session that it continues go on. */
function owedAfterLogin(
  { continued, alerted, newDevice }: Newcomer,
  session: Session,
  { alerts, byAccount }: LoginReceivers,
  moment: Moment,
): OwedPush[] {
  const { now, policy } = moment;
  // What a known device's second session is alerted with can be answered for as long.
  const until = confirmsAt({ createdAt: newDevice ? session.createdAt : now }, policy);
  const workUntil = new Date(Math.max(until.getTime(), now.getTime() + dayMs));
  const goingOn =
    continued && !alerted
      ? continued.secrets.owed.filter(({ kind }) => kind === 'login_alert' || kind === 'login')
      : [];
  return [
    ...(goingOn.some(({ kind }) => kind === 'login')
      ? []
      : [owe('login', null, workUntil, moment)]),
    ...goingOn,
    ...[...new Set([...alerts, ...byAccount])].map((id) => owe('login_alert', id, until, moment)),
  ];
}

/** Those old enough to be refused by their age need not be remembered; the roll-out refuses none by it. */
function signInsOf({ replaced }: Newcomer, { signIn }: Registration, moment: Moment): string[] {
  const { now, policy } = moment;
  const { signInMaxAgeSeconds } = policy;
  const oldest = new Date(now.getTime() - signInMaxAgeSeconds * secondMs);
  const earlier = replaced.flatMap(({ secrets }) =>
    secrets.signIns.filter((key) => {
      const signedInAt = signInTime(key);
      return signedInAt >= oldest || isBeforeRollOut({ signedInAt }, moment);
    }),
  );
  const kept = new Set([signInKey(signIn.signedInAt), ...earlier]);
  if (kept.size > maxSignInsPerDevice) {
    throw new SessionError('rate_limited', { retryAfterSeconds: signInMaxAgeSeconds });
  }
  return [...kept, ...customSignInKeys(now)];
}

/** The day (UTC) on which so many days have passed. */
function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10);
}
