// What the operations need of the world, by intent. Production builds these in wiring.ts, tests from doubles.
import type { Place } from './domain/place/place.ts';
import type { LoginMailText } from './domain/push/loginMail.ts';
import type { PushMessage, PushOutcome } from './domain/push/pushMessage.ts';
import type {
  AnswerClaims,
  PublicJwk,
  ReceiptClaims,
  RefreshTokenParts,
} from './domain/refresh/tokens.ts';
import type { Stored } from './domain/account/account.ts';
import type { Write } from './domain/account/draft.ts';
import type { FirebaseAccount } from './domain/account/firebaseAccount.ts';
import type { Reauthentication } from './domain/account/reauthentication.ts';
import type { SessionView } from './domain/account/view.ts';
import type { SecurityEvent } from './domain/session/securityEvent.ts';
import type { SessionPolicy } from './domain/session/policy.ts';
import type { LoginSignal, Owner } from './domain/session/session.ts';

/** An account as it was read or committed, and what the store must know to commit the next change. */
export interface ReadAccount {
  accountId: string;
  stored: Stored;
  /** Whatever the store tells two versions apart by; null where there is no document. */
  version: unknown;
}

/** Somebody else has changed the account since it was read: nothing is written. */
export class StaleAccount extends Error {
  override readonly name = 'StaleAccount';
}

/**
 * The accounts and what is seen of them, in plain dates and strings. `commit` writes the account, the
 * views and the events in one, or throws StaleAccount.
 */
export interface SessionStore {
  readAccount(accountId: string): Promise<ReadAccount>;
  /** Returns the account as it is now, ready for the next change. */
  commit(read: ReadAccount, write: Write): Promise<ReadAccount>;
  findView(sessionId: string): Promise<SessionView | null>;
  findViews(sessionIds: readonly string[]): Promise<SessionView[]>;
  /** Adds to the view of a session that has ended; one that is gone is not made again. */
  addToView(
    sessionId: string,
    fields: Partial<Pick<SessionView, 'location' | 'signals' | 'logoutConfirmedAt'>>,
  ): Promise<void>;
  /** The user's sessions that ended since, except replaced ones, the last to end first. */
  findEndedViews(owner: Owner, since: Date, limit: number): Promise<SessionView[]>;
  /** The user's security events, newest first, from behind this one on if given. */
  findSecurityEvents(
    owner: Owner,
    limit: number,
    behind: Pick<SecurityEvent, 'occurredAt' | 'eventId'> | null,
  ): Promise<SecurityEvent[]>;
  /** Accounts in the order of their ids, behind this one; from the first on where it is null. */
  readAccountsAfter(accountId: string | null, limit: number): Promise<ReadAccount[]>;
  /** Accounts that owe something, in the order of their ids, from this id on. */
  findOwing(fromId: string, limit: number): Promise<string[]>;
  /** Accounts with an address or a place that is to be erased on this day ("2026-11-25") or earlier. */
  findErasable(day: string, limit: number): Promise<string[]>;
  /** Accounts on a device of which this push token is, by its SHA-256: a few at the most. */
  findHolders(pushTokenHash: string): Promise<string[]>;
  /**
   * Deletes what is kept of the user and is not of the account as it is now: views, events and mails.
   * Bounded in memory; repeatable.
   */
  eraseRest(owner: Owner): Promise<void>;
  /** All that is kept of the user, in any state, in the order of the ids. */
  findAllOf(owner: Owner): Promise<UserData>;
}

/** All that is kept of one user. */
export interface UserData {
  account: Stored;
  sessions: SessionView[];
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
  findAccount(owner: Owner): Promise<(FirebaseAccount & { email: string | null }) | null>;
  /** Whose session cookie this is; null for one that is not good. */
  verifySessionCookie(cookie: string): Promise<IdTokenClaims | null>;
  /** Whose ID token this is; null for one that is not good. */
  verifyIdToken(idToken: string): Promise<IdTokenClaims | null>;
}

/** What a token says of its session; times in seconds since 1970. */
export interface SessionClaims {
  userId: string;
  sessionId: string;
  deviceId: string;
  issuedAt: number;
  expiresAt: number;
}

/** What a Firebase ID token or session cookie says. */
export type IdTokenClaims = SessionClaims & Owner;

/** What an access token says, with what is told of it as it stands. */
export interface AccessTokenClaims extends SessionClaims {
  told: Record<'iss' | 'aud' | 'client_id' | 'jti', string>;
}

/** Told of a login on a new device where no push about it was accepted, or after a change of the account. */
export interface UnalertedLogin extends Owner {
  sessionId: string;
  deviceName: string;
  /** "Moscow, Russia"; null where it can't be known. */
  location: string | null;
  signals: readonly LoginSignal[];
  createdAt: Date;
}

/** A mail about a login on a new device, to be written once. */
export interface LoginMail extends Owner, LoginMailText {
  sessionId: string;
  to: string;
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
    lifetimeSeconds: number,
    now: Date,
  ): Promise<string>;
  verifyAccessToken(token: unknown, now: Date): Promise<AccessTokenClaims>;
  issueRefreshToken(parts: RefreshTokenParts): Promise<string>;
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

/** An account that owes what FCM did not take for a passing reason. */
export interface OwedTask {
  accountId: string;
}

/** What a function of this deployment does later. */
export interface TaskQueue<Task> {
  enqueue(task: Task, afterSeconds: number): Promise<void>;
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
  /** Whether accounts are looked at. */
  checkAccount: boolean;
  tokens: Tokens;
  pushes: PushSender;
  /** The quick retry of what is owed: by `deliverPush`; `sweep` is the safety net. */
  pushQueue: TaskQueue<OwedTask>;
  /** What is erased once more, when nothing can bring a deleted account back: by `eraseUserLater`. */
  erasureQueue: TaskQueue<Owner>;
  locator: Locator;
  policy: SessionPolicy;
  log: Log;
  /** Whether this instance has not met this matter yet: what is logged once. */
  isFirstTime: (matter: string) => boolean;
  now: () => Date;
  /** Milliseconds, of a clock that only moves on. */
  elapsed: () => number;
  /** Resolves after a while of at most so many milliseconds, chosen at random. */
  pause: (mostMs: number) => Promise<void>;
  /** 128 random bits, base64url, 22 characters: session ids and nonces. */
  newId: () => string;
}
