// The limits and lifetimes by which sessions live: the params of the deployment, as one value.
import type { DeviceType } from './session.ts';

export interface SessionPolicy {
  /** Open sessions a user may have; one more ends the least recently active. */
  maxSessions: number;
  /** Days without activity after which a session ends. */
  idleDays: number;
  /** Days after its sign-in at which a session ends, however active. */
  maxDays: number;
  /** Days for which an ended session, and the sign-in behind it, is remembered. */
  retentionDays: number;
  /** Days after which a login on a new device, unanswered, counts as the owner's. */
  confirmAfterDays: number;
  /** Last activity is written at most once in so many seconds. */
  touchIntervalSeconds: number;
  /** How old a sign-in may be to open a session. */
  signInMaxAgeSeconds: number;
  /** Lifetime of an access token. */
  accessTokenSeconds: number;
  /** For so long after a rotation the previous refresh token still gets the current one. */
  refreshGraceSeconds: number;
  /** Whether a previous refresh token is accepted after that, or ends the session. */
  lostAnswer: 'accept' | 'end';
  /** Limits by device type, besides `maxSessions`. */
  sessionLimits: SessionLimits;
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

/** How many sessions a user may have: in all (null: as `maxSessions` says), and of some device types. */
export interface SessionLimits {
  total: number | null;
  groups: { deviceTypes: DeviceType[]; most: number }[];
}

export const secondMs = 1000;
export const hourMs = 3_600 * secondMs;
export const dayMs = 86_400 * secondMs;

const mayBeZero = new Set([
  'touchIntervalSeconds',
  'confirmAfterDays',
  'refreshGraceSeconds',
  'ipRetentionDays',
]);

/**
 * Throws a TypeError for limits that cannot work together: a sign-in must be forgotten no earlier
 * than it grows too old to open a session, else a closed device could come back with it; a login no
 * earlier than it is confirmed, else nobody could answer it; and activity must be written before a
 * session runs out, else one in use would.
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
  if (policy.touchIntervalSeconds * secondMs >= policy.idleDays * dayMs) {
    throw new TypeError('TOUCH_INTERVAL_SECONDS must be shorter than IDLE_DAYS');
  }
  if (policy.retentionDays < policy.confirmAfterDays) {
    throw new TypeError('RETENTION_DAYS must not be shorter than CONFIRM_AFTER_DAYS');
  }
  return policy;
}
