// The services with doubles at every edge: memory for Firestore, a list for FCM, a clock that tests set.
import type { Place } from '../../src/domain/place/place.ts';
import type { Reauthentication } from '../../src/domain/revocation/freshness.ts';
import type { SessionPolicy } from '../../src/domain/session/policy.ts';
import type { PushMessage, PushOutcome } from '../../src/domain/push/pushMessage.ts';
import type { ReuseTask } from '../../src/domain/refresh/reuse.ts';
import { newId } from '../../src/newId.ts';
import type { Services, SessionStore, UnalertedLogin } from '../../src/services.ts';
import { makeTokens } from '../../src/tokens/makeTokens.ts';
import type { SessionKeys } from '../../src/tokens/sessionKeys.ts';
import { generateSessionKeys, parseSessionKeys } from '../../src/tokens/sessionKeys.ts';
import type { MemorySessions } from './memorySessions.ts';
import { memorySessions } from './memorySessions.ts';

export const policy: SessionPolicy = {
  maxSessions: 20,
  idleDays: 30,
  maxDays: 365,
  retentionDays: 30,
  confirmAfterDays: 7,
  freshSessionHours: 24,
  touchIntervalSeconds: 300,
  signInMaxAgeSeconds: 600,
  accessTokenSeconds: 600,
  refreshGraceSeconds: 10,
};

export const moscow: Place = {
  city: 'Moscow',
  country: 'Russia',
  countryCode: 'RU',
  latitude: 55.75,
  longitude: 37.62,
};

let keySet: Promise<SessionKeys> | undefined;
/** One set of real keys for all tests. */
export const keys = () => (keySet ??= generateSessionKeys().then((json) => parseSessionKeys(json)));

export interface TestServices<Store extends SessionStore = MemorySessions> extends Services {
  sessions: Store;
  /** Every push handed to the sender, in order. */
  sent: PushMessage[];
  queued: { task: PushMessage | ReuseTask; afterSeconds: number }[];
  logged: { level: string; message: string; fields: unknown }[];
  /** What the sender answers next; 'sent' unless a test says otherwise. */
  outcome: PushOutcome | Error;
  /** Logins handed to the team's extension point. */
  unalerted: UnalertedLogin[];
  /** Sign-ins by the ID tokens that prove them. */
  reauthentications: Map<string, Reauthentication>;
  signInMethods: { providers: string[]; secondFactor: boolean };
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
  const logged: TestServices<Store>['logged'] = [];
  const logger = (level: string) => (message: string, fields?: unknown) =>
    void logged.push({ level, message, fields });
  const services: TestServices<Store> = {
    sessions,
    sent: [],
    queued: [],
    logged,
    unalerted: [],
    reauthentications: new Map(),
    signInMethods: { providers: ['password'], secondFactor: false },
    place: moscow,
    outcome: { kind: 'sent' },
    policy: { ...policy, ...limits },
    now: () => new Date(time),
    newId,
    log: { info: logger('info'), warn: logger('warn'), error: logger('error') },
    accounts: {
      async createCustomToken({ userId, sessionId, deviceId }) {
        return `custom:${userId}:${sessionId}:${deviceId}`;
      },
      verifyReauthentication: async (idToken) => services.reauthentications.get(idToken) ?? null,
      findSignInMethods: async () => services.signInMethods,
    },
    onUnalertedLogin: async (login) => void services.unalerted.push(login),
    tokens: makeTokens({
      keys,
      issuer: 'https://sessions.test',
      audience: 'demo',
      clientId: 'demo',
      accessTokenSeconds: 600,
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
