// The services with doubles at every edge: memory for Firestore, a list for FCM, a clock that tests set.
import type { Place } from '../../src/domain/place/place.ts';
import type { FirebaseAccount } from '../../src/domain/account/firebaseAccount.ts';
import type { Reauthentication } from '../../src/domain/account/reauthentication.ts';
import type { SessionPolicy } from '../../src/domain/session/policy.ts';
import type { Owner } from '../../src/domain/session/session.ts';
import type { PushMessage, PushOutcome } from '../../src/domain/push/pushMessage.ts';
import { firstTimes } from '../../src/firstTimes.ts';
import { newId } from '../../src/newId.ts';
import type {
  LoginMail,
  OwedTask,
  Services,
  SessionStore,
  UnalertedLogin,
} from '../../src/services.ts';
import { makeTokens } from '../../src/tokens/makeTokens.ts';
import type { SessionKeys } from '../../src/tokens/sessionKeys.ts';
import { generateSessionKeys, parseSessionKeys } from '../../src/tokens/sessionKeys.ts';
import { limitedTo, living } from './limits.ts';
import type { MemorySessions } from './memorySessions.ts';
import { memorySessions } from './memorySessions.ts';

export const policy: SessionPolicy = {
  ...limitedTo('20'),
  ...living('30d/365d'),
  retentionDays: 30,
  confirmAfterDays: 7,
  touchIntervalSeconds: 300,
  signInMaxAgeSeconds: 600,
  accessTokenSeconds: 600,
  refreshGraceSeconds: 10,
  lostAnswer: 'accept',
  newDevicesPerHour: 10,
  rollOutAt: null,
  signedInAfter: null,
  ipRetentionDays: 30,
  sharedPushTokens: false,
};

export const moscow: Place = {
  city: 'Moscow',
  country: 'Russia',
  countryCode: 'RU',
  latitude: 55.75,
  longitude: 37.62,
};

/** An account with which nothing is wrong. */
export const accountInOrder: FirebaseAccount & { email: string | null } = {
  disabled: false,
  createdAt: new Date('2026-03-01T00:00:00Z'),
  tokensValidAfter: null,
  email: 'alice@example.com',
};

let keySet: Promise<SessionKeys> | undefined;
/** One set of real keys for all tests. */
export const keys = () => (keySet ??= generateSessionKeys().then((json) => parseSessionKeys(json)));

export interface TestServices<Store extends SessionStore = MemorySessions> extends Services {
  sessions: Store;
  /** Every push handed to the sender, in order. */
  sent: PushMessage[];
  queued: { task: OwedTask; afterSeconds: number }[];
  /** Erasures to be done later. */
  erasures: { task: Owner; afterSeconds: number }[];
  logged: { level: string; message: string; fields: unknown }[];
  /** What the sender answers next; 'sent' unless a test says otherwise. */
  outcome: PushOutcome | Error;
  /** Logins handed to the team's extension point. */
  unalerted: UnalertedLogin[];
  /** Sign-ins by the ID tokens that prove them. */
  reauthentications: Map<string, Reauthentication>;
  /** What Firebase Authentication says of accounts; one in order unless a test says otherwise. */
  account: (FirebaseAccount & { email: string | null }) | null | Error;
  /** Look-ups of accounts so far. */
  lookedAt: number;
  /** Custom tokens made so far. */
  minted: number;
  mails: LoginMail[];
  /** Where every address is. */
  place: Place | null;
  /** Moves the clock. */
  pass(time: { days?: number; hours?: number; seconds?: number }): void;
}

export function testServices(limits: Partial<SessionPolicy> = {}): TestServices {
  return servicesOver(memorySessions(), limits);
}

/** The same doubles over a store of the test's choice. */
export function servicesOver<Store extends SessionStore>(
  sessions: Store,
  limits: Partial<SessionPolicy> = {},
): TestServices<Store> {
  let time = new Date('2026-03-01T12:00:00Z').getTime();
  let elapsedMs = 0;
  const logged: TestServices<Store>['logged'] = [];
  const logger = (level: string) => (message: string, fields?: unknown) =>
    void logged.push({ level, message, fields });
  const services: TestServices<Store> = {
    sessions,
    sent: [],
    queued: [],
    erasures: [],
    logged,
    unalerted: [],
    reauthentications: new Map(),
    account: accountInOrder,
    lookedAt: 0,
    minted: 0,
    mails: [],
    loginMails: null,
    appName: null,
    sessionsUrl: null,
    checkAccount: true,
    place: moscow,
    outcome: { kind: 'sent' },
    policy: { ...policy, ...limits },
    now: () => new Date(time),
    // Nothing waits in a test: a pause only counts.
    elapsed: () => elapsedMs,
    // Many wait at once, so each counts for little.
    pause: async (mostMs) => void (elapsedMs += mostMs / 100),
    newId,
    isFirstTime: firstTimes(1000),
    log: { info: logger('info'), warn: logger('warn'), error: logger('error') },
    accounts: {
      async createCustomToken({ userId, sessionId, deviceId }) {
        services.minted += 1;
        return `custom:${userId}:${sessionId}:${deviceId}`;
      },
      verifyReauthentication: async (idToken) => services.reauthentications.get(idToken) ?? null,
      async findAccount() {
        services.lookedAt += 1;
        if (services.account instanceof Error) throw services.account;
        return services.account;
      },
      verifyIdToken: async () => null,
      verifySessionCookie: async () => null,
    },
    onUnalertedLogin: async (login) => void services.unalerted.push(login),
    tokens: makeTokens({
      keys,
      issuer: 'https://sessions.test',
      audience: 'demo',
      clientId: 'demo',
    }),
    pushes: {
      async send(push) {
        services.sent.push(push);
        if (services.outcome instanceof Error) throw services.outcome;
        return services.outcome;
      },
    },
    pushQueue: {
      async enqueue(task, afterSeconds) {
        services.queued.push({ task, afterSeconds });
      },
    },
    erasureQueue: {
      async enqueue(task, afterSeconds) {
        services.erasures.push({ task, afterSeconds });
      },
    },
    locator: {
      async locate(ip) {
        return ip === null ? null : services.place;
      },
    },
    pass({ days = 0, hours = 0, seconds = 0 }) {
      time += ((days * 24 + hours) * 3600 + seconds) * 1000;
    },
  };
  return services;
}
