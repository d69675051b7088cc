// Records, callers and moments for tests of pure decisions: each field is its plain value unless a test says otherwise.
import type {
  RegistrationFindings,
  Registration,
  SignIn,
} from '../../src/domain/registration/signIn.ts';
import type { Moment } from '../../src/domain/session/moment.ts';
import type { SessionPolicy } from '../../src/domain/session/policy.ts';
import { dayMs, hourMs, secondMs } from '../../src/domain/session/policy.ts';
import type {
  Caller,
  Session,
  SessionRecord,
  SessionSecrets,
} from '../../src/domain/session/session.ts';
import { SessionError } from '../../src/errors.ts';
import { policy } from '../doubles/services.ts';

export const now = new Date('2026-03-01T12:00:00Z');
export const alice = { userId: 'alice', tenantId: null };

/** So long before now; negative for after it. */
export function ago({ days = 0, hours = 0, seconds = 0 }): Date {
  return new Date(now.getTime() - days * dayMs - hours * hourMs - seconds * secondMs);
}

/** Ids are "id-1", "id-2" and so on. */
export function moment(limits: Partial<SessionPolicy> = {}, at = now): Moment {
  let count = 0;
  return { now: at, policy: { ...policy, ...limits }, newId: () => `id-${(count += 1)}` };
}

export interface RecordFields {
  session?: Partial<Session>;
  secrets?: Partial<SessionSecrets>;
}

/** A session of alice on the installation "on-<sessionId>", opened an hour ago and confirmed. */
export function record(sessionId: string, fields: RecordFields = {}): SessionRecord {
  const session: Session = {
    ...alice,
    sessionId,
    deviceName: `Phone ${sessionId}`,
    deviceType: 'ANDROID',
    platform: 'Android 15',
    appVersion: '1.0',
    location: null,
    createdAt: ago({ hours: 1 }),
    lastActiveAt: ago({ hours: 1 }),
    confirmed: true,
    revoked: false,
    revokedAt: null,
    revokedReason: null,
    logoutConfirmedAt: null,
    signInProvider: 'password',
    secondFactor: false,
    officialApp: null,
    deviceHash: `hash-${sessionId}`,
    expiresAt: ago({ days: -29 }),
    ...fields.session,
  };
  const { userId, tenantId, confirmed } = session;
  return {
    session,
    secrets: {
      sessionId,
      userId,
      tenantId,
      deviceId: `device-${sessionId}`,
      installation: `on-${sessionId}`,
      signedInAt: session.createdAt,
      signIns: [],
      signedInWith: { provider: null, secondFactor: null },
      carriedClaims: {},
      attemptHash: null,
      registeredAt: session.createdAt,
      newDevice: false,
      accountChanged: false,
      hookDue: false,
      alertedAt: null,
      state: 'open',
      endedAt: null,
      device: confirmed ? 'known' : 'unknown',
      pushToken: { kind: 'token', value: `push-${sessionId}` },
      pushTokenDiedAt: null,
      locale: 'en',
      ip: null,
      countries: [],
      coordinates: null,
      eraseOn: null,
      refresh: { currentNonce: 'current', previousNonce: 'previous', rotatedAt: ago({ hours: 1 }) },
      accountCheckedAt: ago({ hours: 1 }),
      owed: [],
      isOwed: false,
      owedNotBefore: null,
      expiresAt: ago({ days: -59 }),
      ...fields.secrets,
    },
  };
}

/** The same after a login on a new device that waits for its answer. */
export function unconfirmed(sessionId: string, fields: RecordFields = {}): SessionRecord {
  return record(sessionId, {
    session: { confirmed: false, ...fields.session },
    secrets: { newDevice: true, ...fields.secrets },
  });
}

/** The same, over since a minute. */
export function ended(
  sessionId: string,
  revokedReason: Session['revokedReason'],
  fields: RecordFields = {},
): SessionRecord {
  const revokedAt = ago({ seconds: 60 });
  return record(sessionId, {
    session: { revoked: true, revokedAt, revokedReason, ...fields.session },
    secrets: { state: 'ended', endedAt: revokedAt, refresh: null, ...fields.secrets },
  });
}

export function expired(sessionId: string, fields: RecordFields = {}): SessionRecord {
  return record(sessionId, { ...fields, session: { ...fields.session, expiresAt: now } });
}

/** Who uses the session. */
export function callerOf({ session, secrets }: SessionRecord): Caller {
  const { sessionId, userId, tenantId, deviceHash } = session;
  return { sessionId, userId, tenantId, deviceId: secrets.deviceId, deviceHashes: [deviceHash] };
}

/** A sign-in ten seconds ago. */
export function signIn(fields: Partial<SignIn> = {}): SignIn {
  return {
    ...alice,
    signedInAt: ago({ seconds: 10 }),
    refreshed: false,
    provider: 'password',
    methods: { provider: null, secondFactor: null },
    carriedClaims: {},
    ...fields,
  };
}

/** A registration of a phone that shows nothing but its sign-in, of an account in order. */
export function registration(
  fields: Partial<Omit<Registration, 'shown' | 'device'>> & {
    shown?: Partial<Registration['shown']>;
    device?: Partial<Registration['device']>;
  } = {},
): Registration {
  return {
    sessionId: 'newcomer',
    signIn: signIn(),
    ip: null,
    officialApp: null,
    deviceHash: 'hash-newcomer',
    refreshNonce: 'first-nonce',
    newInstallation: 'new-installation',
    account: { disabled: false, createdAt: ago({ hours: 2 }), tokensValidAfter: null },
    ...fields,
    shown: { installation: null, refreshToken: null, attemptHash: null, ...fields.shown },
    device: {
      deviceId: 'device-newcomer',
      deviceName: 'Galaxy S24',
      deviceType: 'ANDROID',
      platform: 'Android 15',
      appVersion: '2.0',
      pushToken: { kind: 'token', value: 'push-newcomer' },
      locale: 'de',
      ...fields.device,
    },
  };
}

/** What the store finds where these records are all that is remembered of alice. */
export function findings(
  records: readonly SessionRecord[],
  fields: Partial<RegistrationFindings> = {},
): RegistrationFindings {
  return {
    firebaseAccount: null,
    secrets: records.map(({ secrets }) => secrets),
    sessions: records.map(({ session }) => session),
    lastRemembered: records[0]?.secrets ?? null,
    newDevices: [],
    closedKnown: [],
    pushTokenHolders: [],
    ...fields,
  };
}

/** What a decision is refused with; "none" where it is not. */
export function refusalOf(decide: () => unknown): string {
  try {
    decide();
    return 'none';
  } catch (error) {
    if (error instanceof SessionError) return error.reason;
    throw error;
  }
}
