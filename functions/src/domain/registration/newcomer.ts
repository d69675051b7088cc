// The record of a session that opens.
import { confirmsAt } from '../session/confirmation.ts';
import { activeUntil, rememberedUntil } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import type { OwedPush } from '../session/owed.ts';
import { owe, owedOf } from '../session/owed.ts';
import { dayMs, secondMs } from '../session/policy.ts';
import type { Session, SessionRecord, SessionSecrets } from '../session/session.ts';
import { SessionError } from '../../errors.ts';
import { firstRefreshState } from '../refresh/rotation.ts';
import type { Registration } from './signIn.ts';
import { customSignInKeys, signInKey, youngSignIns } from './signInKeys.ts';

/** Who comes. */
export interface Newcomer {
  installation: string;
  /** The live sessions that this installation still has: at most one, except while registrations race. */
  replaced: SessionRecord[];
  /** The one of them whose refresh token was shown: it goes on in the new session. */
  continued: SessionRecord | null;
  confirmed: boolean;
  newDevice: boolean;
  /** Whether the user's other devices are alerted. */
  alerted: boolean;
  /** Whether it is the first session of an account that is older than a day. */
  isOldAccountsFirst: boolean;
}

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
  receivers: { alerts: readonly string[]; byAccount: readonly string[] },
  moment: Moment,
): SessionRecord {
  const session = newSession(newcomer, registration, moment);
  return { session, secrets: newSecrets(newcomer, registration, session, receivers, moment) };
}

function newSession(
  { replaced, continued, confirmed }: Newcomer,
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
    signInProvider: continued?.session.signInProvider ?? signIn.provider,
    secondFactor: continued?.session.secondFactor ?? signIn.methods.secondFactor !== null,
    officialApp,
    deviceHash,
    expiresAt: activeUntil(createdAt, policy, now),
  };
}

function newSecrets(
  newcomer: Newcomer,
  registration: Registration,
  session: Session,
  receivers: { alerts: readonly string[]; byAccount: readonly string[] },
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
    signedInAt: continued?.secrets.signedInAt ?? signIn.signedInAt,
    signIns: signInsOf(newcomer, registration, moment),
    signedInWith: continued?.secrets.signedInWith ?? signIn.methods,
    carriedClaims: continued?.secrets.carriedClaims ?? signIn.carriedClaims,
    attemptHash: shown.attemptHash,
    registeredAt: now,
    newDevice,
    accountChanged: receivers.byAccount.length > 0,
    hookDue: newcomer.isOldAccountsFirst || (newDevice && receivers.byAccount.length > 0),
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
  receivers: { alerts: readonly string[]; byAccount: readonly string[] },
  moment: Moment,
): OwedPush[] {
  const answerable = confirmsAt(newDevice ? session : { createdAt: moment.now }, moment.policy);
  const dayFromNow = new Date(moment.now.getTime() + dayMs);
  const until = answerable > dayFromNow ? answerable : dayFromNow;
  const ids = [...new Set([...receivers.alerts, ...receivers.byAccount])];
  const goingOn =
    continued && !alerted
      ? continued.secrets.owed.filter(({ kind }) => kind === 'login_alert' || kind === 'login')
      : [];
  return [
    ...(goingOn.some(({ kind }) => kind === 'login') ? [] : [owe('login', null, until, moment)]),
    ...goingOn,
    ...ids.map((id) => owe('login_alert', id, until, moment)),
  ];
}

/** Those old enough to be refused by their age need not be remembered. */
function signInsOf(
  { replaced }: Newcomer,
  { signIn }: Registration,
  { now, policy }: Moment,
): string[] {
  const { signInMaxAgeSeconds, rollOutAt } = policy;
  const oldest = new Date(now.getTime() - signInMaxAgeSeconds * secondMs);
  const own = signIn.session ? [] : [signInKey(signIn.signedInAt)];
  const earlier = replaced.flatMap(({ secrets }) =>
    youngSignIns(secrets.signIns, rollOutAt === null ? oldest : new Date(0)),
  );
  const kept = new Set([...own, ...earlier]);
  if (kept.size > maxSignInsPerDevice) {
    throw new SessionError('rate_limited', { retryAfterSeconds: signInMaxAgeSeconds });
  }
  return [...kept, ...customSignInKeys(now)];
}

/** The day (UTC) on which so many days have passed. */
function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10);
}
