// The view of a session: what its owner, the rules and the guard see of it. Written from the account by
// one function, whole; what has ended is written once.
import { rememberedUntil } from '../session/lifetime.ts';
import type { SessionPolicy } from '../session/policy.ts';
import type { RevokedReason } from '../session/reasons.ts';
import type { DeviceType, Owner } from '../session/session.ts';
import type { OpenSession } from './account.ts';
import type { LoginSignal } from '../session/signals.ts';

export interface SessionView extends Owner {
  sessionId: string;
  /** The key of the device in its account. */
  device: string;
  deviceName: string;
  deviceType: DeviceType;
  platform: string | null;
  appVersion: string | null;
  location: string | null;
  signals: LoginSignal[];
  createdAt: Date;
  lastActiveAt: Date;
  /** As stored; `isConfirmed` also counts the session's age. */
  confirmed: boolean;
  confirmsAt: Date;
  revoked: boolean;
  revokedAt: Date | null;
  revokedReason: RevokedReason | null;
  /** When the logged-out device said that it has wiped itself. */
  logoutConfirmedAt: Date | null;
  signInProvider: string;
  secondFactor: boolean;
  officialApp: string | null;
  deviceHash: string;
  /** When it ends unless it is used. */
  expiresAt: Date;
  /** TTL, which code never trusts to have run. */
  deleteAt: Date;
}

/** How a session that has ended did so. */
export interface End {
  reason: RevokedReason;
  at: Date;
}

export function toView(
  { userId, tenantId }: Owner,
  device: string,
  session: OpenSession,
  policy: SessionPolicy,
  end: End | null = null,
): SessionView {
  const { sessionId, deviceName, deviceType, platform, appVersion, location, signals } = session;
  const { createdAt, lastActiveAt, confirmed, confirmsAt, expiresAt } = session;
  const { signInProvider, secondFactor, officialApp, deviceHash } = session;
  return {
    ...{ sessionId, userId, tenantId, device },
    ...{ deviceName, deviceType, platform, appVersion, location, signals },
    ...{ createdAt, lastActiveAt, confirmed, confirmsAt },
    revoked: end !== null,
    revokedAt: end?.at ?? null,
    revokedReason: end?.reason ?? null,
    logoutConfirmedAt: null,
    ...{ signInProvider, secondFactor, officialApp, deviceHash, expiresAt },
    deleteAt: rememberedUntil(end?.at ?? expiresAt, policy),
  };
}

/** Whether the session counts as its owner's: it was confirmed, or lives unanswered since `confirmsAt`. */
export function isConfirmed(
  { confirmed, confirmsAt, expiresAt }: Pick<SessionView, 'confirmed' | 'confirmsAt' | 'expiresAt'>,
  { now }: { now: Date },
): boolean {
  return confirmed || (confirmsAt <= now && confirmsAt <= expiresAt);
}
