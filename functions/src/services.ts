// What the operations need of the world, by intent. Production builds these in wiring.ts, tests from doubles.
import type { Reauthentication } from './domain/revocation/freshness.ts';
import type { Caller, Session, SessionRecord, SessionSecrets } from './domain/session/session.ts';
import type { Place } from './domain/place/place.ts';
import type { Plan } from './domain/session/plan.ts';
import type { SessionPolicy } from './domain/session/policy.ts';
import type { LoginSignal } from './domain/push/loginAlert.ts';
import type { PushMessage, PushOutcome } from './domain/push/pushMessage.ts';
import type { RegistrationState, SignIn } from './domain/registration/signIn.ts';
import type { ReuseTask } from './domain/refresh/reuse.ts';
import type {
  AccessTokenClaims,
  AnswerClaims,
  PublicJwk,
  ReceiptClaims,
  RefreshTokenParts,
} from './domain/refresh/tokens.ts';

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
  /** The user's latest registrations in any state, newest first, as far as remembered. */
  findRecentSecrets(userId: string, limit: number): Promise<SessionSecrets[]>;
  /** The user's sessions that ended since, but for replaced ones, the last to end first. */
  findEndedSessions(userId: string, since: Date, limit: number): Promise<Session[]>;
  /** Runs `decide` on the records of these ids; those that do not exist are absent. */
  changeRecords<Result>(
    sessionIds: readonly string[],
    decide: (records: ReadonlyMap<string, SessionRecord>) => Plan<Result>,
  ): Promise<Result>;
  /** Runs `decide` on all open records of a user and on those of these ids, in whatever state and whosever. */
  changeOpenRecords<Result>(
    userId: string,
    sessionIds: readonly string[],
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
export interface Accounts {
  /** A custom token whose claims go into every ID token of the sign-in, also refreshed ones. */
  createCustomToken(caller: Caller): Promise<string>;
  /** What a Firebase ID token says of its sign-in; null for a token that is not good. */
  verifyReauthentication(idToken: string): Promise<Reauthentication | null>;
  findSignInMethods(userId: string): Promise<{ providers: string[]; secondFactor: boolean }>;
}

/** Told of a login on a new device that no other device of the user can be told of. */
export interface UnalertedLogin {
  userId: string;
  sessionId: string;
  deviceName: string;
  /** "Moscow, Russia"; null where it can't be known. */
  location: string | null;
  signals: readonly LoginSignal[];
  createdAt: Date;
}

/**
 * Every token that this backend makes. `verifyX` throws token_invalid for whatever is not such a
 * token, unexpired; none of them looks at the session, which may be over.
 */
export interface Tokens {
  issueAccessToken(session: Caller, now: Date): Promise<string>;
  verifyAccessToken(token: unknown, now: Date): Promise<AccessTokenClaims>;
  issueRefreshToken(sessionId: string, nonce: string): Promise<string>;
  /** Null for whatever this backend has not made. Says nothing of whether the nonce is still good. */
  parseRefreshToken(token: unknown): Promise<RefreshTokenParts | null>;
  issueAnswerToken(claims: AnswerClaims, now: Date): Promise<string>;
  verifyAnswerToken(token: unknown, now: Date): Promise<AnswerClaims>;
  issueReceiptToken(claims: ReceiptClaims): Promise<string>;
  verifyReceiptToken(token: unknown, now: Date): Promise<ReceiptClaims>;
  /** What the `jwks` endpoint publishes. */
  publicJwks(): Promise<{ keys: PublicJwk[] }>;
}

export interface Locator {
  /** The place of an address; null where it is unknown, reserved or malformed. Never rejects. */
  locate(ip: string | null): Promise<Place | null>;
}

export interface PushSender {
  /** Sends to one device. Never rejects. */
  send(push: PushMessage): Promise<PushOutcome>;
}

/** Pushes that failed for a passing reason, or must not be lost: done later, by `deliverPush`. */
export interface PushQueue {
  enqueue(task: PushMessage | ReuseTask, afterSeconds: number): Promise<void>;
}

/** Structured log; no token, push token or full address may be in it. */
/** What only Google's own APIs tell of the project. */
export interface ProjectSetup {
  /** What the project lacks, a line for each. What cannot be read is a line too. */
  findMissing(): Promise<string[]>;
}

export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

export interface Services {
  sessions: SessionStore;
  accounts: Accounts;
  /** The team's extension point: see onUnalertedLogin.ts. */
  onUnalertedLogin: (login: UnalertedLogin) => Promise<void>;
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
