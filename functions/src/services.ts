// What the operations need of the world, by intent. Production builds these in wiring.ts, tests from doubles.
import type { Place } from './domain/place/place.ts';
import type { LoginSignal } from './domain/push/loginAlert.ts';
import type { PushMessage, PushOutcome } from './domain/push/pushMessage.ts';
import type {
  AccessTokenClaims,
  AnswerClaims,
  PublicJwk,
  ReceiptClaims,
  RefreshTokenParts,
} from './domain/refresh/tokens.ts';
import type { RegistrationFindings, RegistrationKey } from './domain/registration/signIn.ts';
import type { OwedSettlement } from './domain/session/owedDelivery.ts';
import type { Reauthentication } from './domain/revocation/reauthentication.ts';
import type { Account } from './domain/session/account.ts';
import type { FirebaseAccount } from './domain/session/firebaseAccount.ts';
import type { UpdateState } from './domain/session/activity.ts';
import type { Owner, Session, SessionRecord, SessionSecrets } from './domain/session/session.ts';
import type { Plan } from './domain/session/plan.ts';
import type { SessionPolicy } from './domain/session/policy.ts';
import type { SecurityEvent } from './domain/session/securityEvent.ts';

/** A plan now, or once something besides the records is known. */
export type Deciding<Result> = Plan<Result> | Promise<Plan<Result>>;

/**
 * The sessions, in plain dates and strings. `decide` runs inside a transaction, possibly several
 * times; its plan is applied whole or not at all, and whatever it throws leaves all as it was.
 */
export interface SessionStore {
  findSession(sessionId: string): Promise<Session | null>;
  findRecord(sessionId: string): Promise<SessionRecord | null>;
  findRecords(sessionIds: readonly string[]): Promise<SessionRecord[]>;
  /** Sessions of the user that nobody has ended; some may be past their time. */
  findOpenSessions(owner: Owner): Promise<Session[]>;
  /** The user's records that still speak: open ones, known devices, those that may deny or owe something. */
  findUserRecords(owner: Owner): Promise<SessionRecord[]>;
  /** The user's latest registrations in any state, newest first, as far as remembered. */
  findRecentSecrets(owner: Owner, limit: number): Promise<SessionSecrets[]>;
  /** The user's sessions that ended since, except replaced ones, the last to end first. */
  findEndedSessions(owner: Owner, since: Date, limit: number): Promise<Session[]>;
  /** The user's security events, newest first, from behind this one on if given. */
  findSecurityEvents(
    owner: Owner,
    limit: number,
    behind: Pick<SecurityEvent, 'occurredAt' | 'eventId'> | null,
  ): Promise<SecurityEvent[]>;
  /** The user's sessions that owe something. */
  findOwingOf(owner: Owner): Promise<string[]>;
  /** Sessions of anybody that owe something, in the order of their ids, from this id on. */
  findOwing(fromId: string, limit: number): Promise<string[]>;
  /** Sessions whose address and coordinates are to be erased on this day ("2026-11-25") or earlier. */
  findErasable(day: string, limit: number): Promise<string[]>;
  /** What is remembered of the user's Firebase account; null for none. */
  findFirebaseAccount(owner: Owner): Promise<FirebaseAccount | null>;
  /** Whether a session of another account holds this push token too. */
  isPushTokenShared(value: string, owner: Owner): Promise<boolean>;
  /** Runs `decide` on what is remembered of the user's Firebase account. */
  changeFirebaseAccount<Result>(
    owner: Owner,
    decide: (firebaseAccount: FirebaseAccount | null) => Deciding<Result>,
  ): Promise<Result>;
  /** Runs `decide` on one record. */
  changeRecord<Result>(
    sessionId: string,
    decide: (record: SessionRecord | undefined) => Deciding<Result>,
  ): Promise<Result>;
  /** Runs `decide` on the records of these ids; those that do not exist are absent. */
  changeRecords<Result>(
    sessionIds: readonly string[],
    decide: (records: readonly SessionRecord[]) => Deciding<Result>,
  ): Promise<Result>;
  /**
   * Runs `decide` on the user's records that still speak and on those of these ids, in whatever state;
   * and on the secrets that still speak although TTL has deleted their session.
   */
  changeUserRecords<Result>(
    owner: Owner,
    sessionIds: Iterable<string>,
    decide: (
      records: readonly SessionRecord[],
      orphans: readonly SessionSecrets[],
    ) => Deciding<Result>,
  ): Promise<Result>;
  changeForRegistration<Result>(
    key: RegistrationKey,
    decide: (findings: RegistrationFindings) => Deciding<Result>,
  ): Promise<Result>;
  /** Runs `decide` on a record and, where it does not hold this push token, on those that do. */
  changeForUpdate<Result>(
    sessionId: string,
    pushToken: string | null,
    decide: (state: Omit<UpdateState, 'account'>) => Deciding<Result>,
  ): Promise<Result>;
  /**
   * Takes off what is settled, in one write and whatever else has been owed since; what is left is
   * in nobody's hand any more.
   */
  settleOwed(settlements: readonly OwedSettlement[]): Promise<void>;
  /**
   * Deletes what is kept of the user, except what is remembered of the Firebase account: sessions,
   * secrets, events and mails, or only what is older than this. Bounded in memory; repeatable.
   */
  eraseUser(owner: Owner, olderThan: Date | null): Promise<void>;
  /** All that is kept of the user, in any state, in the order of the ids. */
  findAllOf(owner: Owner): Promise<UserData>;
}

/** All that is kept of one user. */
export interface UserData {
  sessions: Session[];
  secrets: SessionSecrets[];
  events: SecurityEvent[];
}

/** Firebase Authentication, as far as sessions need it. */
export interface Accounts {
  /** A custom token whose claims go into every ID token of the sign-in, also refreshed ones. */
  createCustomToken(
    session: Owner & { sessionId: string; deviceId: string },
    carriedClaims: Record<string, unknown>,
  ): Promise<string>;
  /** What a Firebase ID token says of its sign-in; null for a token that is not good. */
  verifyReauthentication(idToken: string, owner: Owner): Promise<Reauthentication | null>;
  /** null where there is no such account. Rejects with `unavailable` where nobody answers in time. */
  findAccount(owner: Owner): Promise<(Account & { email: string | null }) | null>;
  /** Whose session cookie this is; null for one that is not good. */
  verifySessionCookie(cookie: string): Promise<IdTokenClaims | null>;
  /** Whose ID token this is; null for one that is not good. */
  verifyIdToken(idToken: string): Promise<IdTokenClaims | null>;
}

/** What a Firebase ID token or session cookie says of its session; times in seconds since 1970. */
export interface IdTokenClaims extends Owner {
  sessionId: string;
  deviceId: string;
  issuedAt: number;
  expiresAt: number;
}

/** Told of a login on a new device where no push about it was accepted, or after a change of the account. */
export interface UnalertedLogin {
  userId: string;
  tenantId: string | null;
  sessionId: string;
  deviceName: string;
  /** "Moscow, Russia"; null where it can't be known. */
  location: string | null;
  signals: readonly LoginSignal[];
  createdAt: Date;
}

/** A mail about a login on a new device, to be written once. */
export interface LoginMail extends Owner {
  sessionId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface LoginMails {
  /** Writes the mail, unless it has been written. */
  create(mail: LoginMail): Promise<void>;
}

/**
 * Every token that this backend makes. `verifyX` throws token_invalid for whatever is not such a
 * token, unexpired; none of them looks at the session, which may have ended.
 */
export interface Tokens {
  issueAccessToken(
    session: { userId: string; sessionId: string; deviceId: string },
    now: Date,
  ): Promise<string>;
  verifyAccessToken(token: unknown, now: Date): Promise<AccessTokenClaims>;
  issueRefreshToken(sessionId: string, nonce: string): Promise<string>;
  /** Null for whatever this backend has not made. Says nothing of whether the nonce is still good. */
  parseRefreshToken(token: unknown): Promise<RefreshTokenParts | null>;
  /** The token by which an installation is known again. */
  issueDeviceToken(installation: string): Promise<string>;
  /** The installation; null for whatever this backend has not made. */
  parseDeviceToken(token: unknown): Promise<string | null>;
  /** What a session document shows of its device, under each key, that in use first. */
  hashDevice(sessionId: string, deviceId: string): Promise<readonly string[]>;
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

/** A session that owes what FCM did not take for a passing reason. */
export interface OwedTask {
  sessionId: string;
}

/** The quick retry of what is owed: done later, by `deliverPush`; `sweep` is the safety net. */
export interface PushQueue {
  enqueue(task: OwedTask, afterSeconds: number): Promise<void>;
}

/** What is erased once more, when nothing can bring a deleted account back: by `eraseUserLater`. */
export interface ErasureQueue {
  enqueue(task: Owner, afterSeconds: number): Promise<void>;
}

/** Who was refused a registration within the hour, as far as this instance remembers. */
export interface Refusals {
  has(owner: Owner): boolean;
  add(owner: Owner): void;
}

/** What only Google's own APIs tell of the project. */
export interface ProjectSetup {
  /** What the project lacks, a line for each. What cannot be read is a line too. */
  findMissing(): Promise<string[]>;
}

/** Structured log; no token, push token or full address may be in it. */
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
  /** Writes a mail about a login; null where the team wants none. */
  loginMails: LoginMails | null;
  /** What the app is called in mails; null for not at all. */
  appName: string | null;
  /** Where mails lead; null for nowhere. */
  sessionsUrl: string | null;
  refusals: Refusals;
  /** Whether accounts are looked at. */
  checkAccount: boolean;
  tokens: Tokens;
  pushes: PushSender;
  pushQueue: PushQueue;
  erasureQueue: ErasureQueue;
  locator: Locator;
  policy: SessionPolicy;
  log: Log;
  now: () => Date;
  /** 128 random bits, base64url, 22 characters: session ids and nonces. */
  newId: () => string;
}
