// What the operations need of the world, by intent. Production builds these in wiring.ts, tests from doubles.
import type { Caller } from './domain/lifetime.ts';
import type { Locator } from './domain/place.ts';
import type { Plan } from './domain/plan.ts';
import type { SessionPolicy } from './domain/policy.ts';
import type { PushMessage, PushSender } from './domain/pushMessage.ts';
import type { RegistrationState, SignIn } from './domain/registration.ts';
import type { Session, SessionRecord } from './domain/session.ts';
import type { ReuseTask } from './domain/tokenReuse.ts';
import type { Tokens } from './domain/tokens.ts';

/**
 * The sessions, in plain dates and strings. `decide` runs inside a transaction, possibly several
 * times; its plan is applied whole or not at all, and whatever it throws leaves all as it was.
 */
export interface SessionStore {
  findSession(sessionId: string): Promise<Session | null>;
  findRecord(sessionId: string): Promise<SessionRecord | null>;
  /** Sessions of the user that nobody has ended; some may be past their time. */
  findOpenSessions(userId: string): Promise<Session[]>;
  findOpenRecords(userId: string): Promise<SessionRecord[]>;
  /** Runs `decide` on the records of these ids; those that do not exist are absent. */
  changeRecords<Result>(
    sessionIds: readonly string[],
    decide: (records: ReadonlyMap<string, SessionRecord>) => Plan<Result>,
  ): Promise<Result>;
  /** Runs `decide` on all open records of the caller's user and the caller's own, in whatever state. */
  changeOpenRecords<Result>(
    caller: Pick<Caller, 'userId' | 'sessionId'>,
    decide: (records: readonly SessionRecord[]) => Plan<Result>,
  ): Promise<Result>;
  changeForRegistration<Result>(
    key: { signIn: SignIn; deviceId: string },
    decide: (state: RegistrationState) => Plan<Result>,
  ): Promise<Result>;
  /** Forgets this push token, where it still is the session's. */
  dropPushToken(sessionId: string, value: string): Promise<void>;
}

/** Firebase Authentication, as far as sessions need it. */
export interface CustomTokens {
  /** A custom token whose claims go into every ID token of the sign-in, also refreshed ones. */
  createCustomToken(caller: Caller): Promise<string>;
}

/** Pushes that failed for a passing reason, or must not be lost: done later, by `deliverPush`. */
export interface PushQueue {
  enqueue(task: PushMessage | ReuseTask, afterSeconds: number): Promise<void>;
}

/** Structured log; no token, push token or full address may be in it. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

export interface Services {
  sessions: SessionStore;
  customTokens: CustomTokens;
  tokens: Tokens;
  pushes: PushSender;
  pushQueue: PushQueue;
  locator: Locator;
  policy: SessionPolicy;
  log: Log;
  now: () => Date;
  /** 128 random bits, base64url, 22 characters: session ids and nonces. */
  newId: () => string;
}
