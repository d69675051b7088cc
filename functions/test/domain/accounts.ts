// Accounts, callers and moments for tests of pure decisions: each field is its plain value unless a test says otherwise.
import type {
  Account,
  Device,
  OpenSession,
  Remainder,
  Stored,
} from '../../src/domain/account/account.ts';
import type { Change, Known } from '../../src/domain/account/draft.ts';
import type { LoginAlertEntry } from '../../src/domain/account/outboxEntry.ts';
import type { SessionView } from '../../src/domain/account/view.ts';
import { toView } from '../../src/domain/account/view.ts';
import type { Registration, SignIn } from '../../src/domain/registration/signIn.ts';
import {
  dayMs,
  hourMs,
  type Moment,
  secondMs,
  type SessionPolicy,
} from '../../src/domain/session/policy.ts';
import type { SecurityEvent } from '../../src/domain/session/securityEvent.ts';
import type { Caller } from '../../src/domain/session/session.ts';
import { SessionError } from '../../src/errors.ts';
import { policy } from '../doubles/services.ts';

export const now = new Date('2026-03-01T12:00:00Z');
export const at = now;
export const alice = { userId: 'alice', tenantId: null };

/** So long before now; negative for after it. */
export function ago({ days = 0, hours = 0, seconds = 0 }): Date {
  return new Date(now.getTime() - days * dayMs - hours * hourMs - seconds * secondMs);
}

/** Ids are "id-1", "id-2" and so on. */
export function moment(limits: Partial<SessionPolicy> = {}, time = now): Moment {
  let count = 0;
  return { now: time, policy: { ...policy, ...limits }, newId: () => `id-${(count += 1)}` };
}

/** A session of alice, opened an hour ago and confirmed. */
export function openSession(fields: Partial<OpenSession> = {}): OpenSession {
  const sessionId = fields.sessionId ?? 'session';
  const createdAt = fields.createdAt ?? ago({ hours: 1 });
  return {
    sessionId,
    deviceName: `Phone ${sessionId}`,
    deviceType: 'ANDROID',
    livesAs: [fields.deviceType ?? 'ANDROID'],
    platform: 'Android 15',
    appVersion: '1.0',
    location: null,
    signals: [],
    createdAt,
    lastActiveAt: createdAt,
    confirmed: true,
    confirmsAt: new Date(createdAt.getTime() + 7 * dayMs),
    signInProvider: 'password',
    secondFactor: false,
    officialApp: null,
    deviceHash: `hash-${sessionId}`,
    expiresAt: new Date(createdAt.getTime() + 30 * dayMs),
    deviceId: `device-${sessionId}`,
    signedInAt: createdAt,
    signedInWith: { provider: null, secondFactor: null },
    carriedClaims: {},
    attemptHash: null,
    registeredAt: createdAt,
    newDevice: false,
    accountChanged: false,
    toldLoginAt: null,
    firstLoginAt: null,
    wasToldLater: false,
    refresh: { currentNonce: 'current', previousNonce: 'previous', rotatedAt: createdAt },
    changedAt: null,
    ip: null,
    ...fields,
  };
}

/** A device of alice, as its session makes it; without one it was seen an hour ago. */
export function device(fields: Partial<Device> = {}): Device {
  const { session = null } = fields;
  const name = session?.sessionId ?? 'none';
  return {
    installation: `on-${name}`,
    standing: session && !session.confirmed ? 'new' : 'known',
    unanswered: null,
    signIns: [],
    registrations: [],
    pushToken: session && { kind: 'token', value: `push-${name}`, setAt: session.registeredAt },
    pushTokenDiedAt: null,
    locale: 'en',
    deviceType: 'ANDROID',
    lastSeenAt: session?.registeredAt ?? ago({ hours: 1 }),
    mayDenyUntil: null,
    mayDenySince: null,
    lastSessionId: null,
    ...fields,
    session,
  };
}

/** A device that has this session in use. */
export function using(session: Partial<OpenSession>, fields: Partial<Device> = {}): Device {
  return device({ session: openSession(session), ...fields });
}

/** The same after a login on a new device that waits for its answer. */
export function waiting(session: Partial<OpenSession>, fields: Partial<Device> = {}): Device {
  return using({ confirmed: false, newDevice: true, ...session }, fields);
}

/** An account in order, looked at an hour ago, with nothing in its outbox. */
export function account(fields: Partial<Account> = {}): Account {
  return {
    ...alice,
    devices: {},
    newDevices: [],
    alertedTimes: [],
    countries: [],
    lastPlaces: { confirmed: null, latest: null },
    outbox: [],
    calls: [],
    firebaseAccount: {
      createdAt: ago({ days: 100 }),
      wasAhead: false,
      customTokenUntil: ago({ days: 1 }),
    },
    beganAt: ago({ days: 90 }),
    checkedAt: ago({ hours: 1 }),
    deniedChange: null,
    isOwed: false,
    eraseOn: null,
    pushTokens: [],
    deleteAt: ago({ days: -60 }),
    ...fields,
  };
}

/** A new device whose session ran out before anybody answered. */
export function ranOut(session: Partial<OpenSession>, wasToldLater = false): Device {
  const ended = openSession({ confirmed: false, newDevice: true, ...session });
  const unanswered = { session: ended, firstLoginAt: now, wasToldLater };
  return device({ standing: 'new', unanswered });
}

/** What is left of an erased user, to whom nothing is owed. */
export function remainder(fields: Partial<Remainder> = {}): Remainder {
  const { firebaseAccount, deleteAt } = account();
  return { firebaseAccount, outbox: [], isOwed: false, deleteAt, ...fields };
}

/** What every entry of an outbox has: this one is due, untried, and of use for a week. */
export const frame = { pushId: 'push-1', attempts: 0, until: ago({ days: -7 }), notBefore: null };

/** An alert to the phone about the login of the Galaxy. */
export function alertEntry(fields: Partial<LoginAlertEntry> = {}): LoginAlertEntry {
  const about = { receiver: 'phone', about: ['galaxy'], more: 0 };
  return { kind: 'login_alert', ...frame, ...about, ...fields };
}

/** What a decision knows: the account, and these views of sessions that have ended. */
export function known(stored: Stored, views: readonly SessionView[] = []): Known {
  return {
    stored,
    viewOf: (id) => views.find(({ sessionId }) => sessionId === id) ?? null,
  };
}

/** The view of a session of alice that is open. */
export function view(fields: Partial<SessionView> = {}): SessionView {
  const { sessionId = 'session' } = fields;
  return { ...toView(alice, sessionId, openSession({ sessionId }), policy), ...fields };
}

/** The same of one that has ended a minute ago, on the device of this key. */
export function endedView(
  sessionId: string,
  deviceKey: string,
  revokedReason: NonNullable<SessionView['revokedReason']>,
): SessionView {
  const revokedAt = ago({ seconds: 60 });
  return view({ sessionId, device: deviceKey, revoked: true, revokedAt, revokedReason });
}

export function event(fields: Partial<SecurityEvent> = {}): SecurityEvent {
  return {
    eventId: 'event',
    type: 'session-revoked',
    initiatingEntity: 'user',
    ...alice,
    sessionId: 'session',
    deviceName: 'Phone',
    actorSessionId: null,
    revokedReason: 'user',
    occurredAt: now,
    deleteAt: ago({ days: -180 }),
    ...fields,
  };
}

/** Who uses the session. */
export function callerOf(sessionId: string): Caller {
  const deviceHashes = [`hash-${sessionId}`];
  return { ...alice, sessionId, deviceId: `device-${sessionId}`, deviceHashes };
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

/** A registration of a phone that presents nothing but its sign-in, of an account in order. */
export function registration(
  fields: Partial<Omit<Registration, 'presented' | 'device'>> & {
    presented?: Partial<Registration['presented']>;
    device?: Partial<Registration['device']>;
  } = {},
): Registration {
  return {
    callId: 'call',
    sessionId: 'newcomer',
    signIn: signIn(),
    ip: null,
    officialApp: null,
    deviceHash: 'hash-newcomer',
    refreshNonce: 'first-nonce',
    newInstallation: 'new-installation',
    firebaseAccount: {
      disabled: false,
      createdAt: ago({ days: 100 }),
      tokensValidAfter: null,
    },
    ...fields,
    presented: { installation: null, refreshToken: null, attemptHash: null, ...fields.presented },
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

/** The account that a decision has written. Throws where it wrote none. */
export function written({ write }: Change<unknown>): Account {
  if (!write || !('devices' in write.account)) throw new Error('nothing was written');
  return write.account;
}

/** How sessions have ended by a decision. */
export function endsOf({ write }: Change<unknown>): Record<string, string> {
  const ended = (write?.views ?? []).filter(({ revoked }) => revoked);
  return Object.fromEntries(
    ended.map(({ sessionId, revokedReason }) => [sessionId, String(revokedReason)]),
  );
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
