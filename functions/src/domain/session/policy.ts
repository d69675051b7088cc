// The limits and lifetimes by which sessions live: the params of the deployment, as one value; and the moment at
// which something is decided by them.
import type { DeviceType } from './session.ts';

export interface SessionPolicy {
  /** Open sessions a user may have; one more ends the least recently active. */
  sessionLimits: SessionLimits;
  /** How long sessions live, by what their device calls itself. */
  sessionLifetimes: SessionLifetimes;
  /** Days for which an ended session, and the sign-in behind it, is remembered. */
  retentionDays: number;
  /** Days after which a login on a new device, unanswered, counts as the owner's. */
  confirmAfterDays: number;
  /** Last activity is written at most once in so many seconds, or in a tenth of the idle time. */
  touchIntervalSeconds: number;
  /** How old a sign-in may be to open a session. */
  signInMaxAgeSeconds: number;
  /** Lifetime of an access token. */
  accessTokenSeconds: number;
  /** For so long after a rotation the previous refresh token still gets the current one. */
  refreshGraceSeconds: number;
  /** Whether a previous refresh token is accepted after that, or ends the session. */
  lostAnswer: 'accept' | 'end';
  /** Sessions that new devices may open for one user within an hour. */
  newDevicesPerHour: number;
  /** Sign-ins from before this time may register once without a new one; null for none. */
  rollOutAt: Date | null;
  /** Sign-ins from before this time open no session; null for none. */
  signedInAfter: Date | null;
  /** Days for which address and coordinates of a login are kept. */
  ipRetentionDays: number;
  /** Whether a push token may stand for sessions of several users at once. */
  sharedPushTokens: boolean;
}

/** In all, and of some device types. */
export interface SessionLimits {
  total: number;
  groups: { deviceTypes: DeviceType[]; most: number }[];
}

export interface Lifetime {
  /** Without activity. */
  idleSeconds: number;
  /** After its sign-in, however active. */
  longestSeconds: number;
}

export type SessionLifetimes = Record<DeviceType, Lifetime>;

/** When something is decided, and by which limits. Time and randomness come in here, so decisions stay pure. */
export interface Clock {
  now: Date;
  policy: SessionPolicy;
}

export interface Moment extends Clock {
  /** 128 random bits, base64url, 22 characters. */
  newId: () => string;
}

export const secondMs = 1000;
export const hourMs = 3_600 * secondMs;
export const dayMs = 86_400 * secondMs;

/** Since 1970: what Firebase counts sign-ins and accounts in, and a JWT its times (RFC 7519 §2). */
export function secondOf(time: Date): number {
  return Math.floor(time.getTime() / secondMs);
}

const mayBeZero = new Set([
  'touchIntervalSeconds',
  'confirmAfterDays',
  'refreshGraceSeconds',
  'ipRetentionDays',
]);

/**
 * Throws a TypeError for limits that cannot work together: a sign-in must be forgotten no earlier
 * than it grows too old to open a session, else a closed device could come back with it; a login no
 * earlier than it is confirmed, else nobody could answer it.
 */
export function checkPolicy(policy: SessionPolicy): SessionPolicy {
  for (const [name, value] of Object.entries(policy)) {
    if (typeof value !== 'number') continue;
    const least = mayBeZero.has(name) ? 0 : 1;
    if (!Number.isInteger(value) || value < least) {
      throw new TypeError(`${name} must be a whole number of at least ${least}, not ${value}`);
    }
  }
  if (policy.signInMaxAgeSeconds * secondMs > policy.retentionDays * dayMs) {
    throw new TypeError('SIGN_IN_MAX_AGE_SECONDS must not be longer than RETENTION_DAYS');
  }
  if (policy.retentionDays < policy.confirmAfterDays) {
    throw new TypeError('RETENTION_DAYS must not be shorter than CONFIRM_AFTER_DAYS');
  }
  return policy;
}
