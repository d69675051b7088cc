// The session that opens, and what is remembered of its sign-in.
import type { Device, OpenSession } from '../account/account.ts';
import type { Draft } from '../account/draft.ts';
import { wasToldLater } from '../account/ending.ts';
import { firstRefreshState } from '../refresh/rotation.ts';
import { activeUntil, confirmsAtOf } from '../session/lifetime.ts';
import { secondOf } from '../session/policy.ts';
import type { Newcomer } from './newcomer.ts';
import type { Registration } from './signIn.ts';

/**
 * One that replaces its own device's unconfirmed one keeps its week, name and platform, as the alert
 * showed them, and what was unusual; a confirmed one begins anew. Both live no longer than what they replace. One that
 * comes after a session that ran out unanswered takes over when that is confirmed.
 */
export function newSession(
  newcomer: Newcomer,
  registration: Registration,
  accountChanged: boolean,
  { moment }: Draft,
): OpenSession {
  const { now, policy } = moment;
  const { device: known, toReplace, newDevice, confirmed, continues } = newcomer;
  const { sessionId, signIn, device, ip, officialApp, deviceHash } = registration;
  const { deviceId, deviceType, appVersion } = device;
  const goesOn = !confirmed && toReplace ? toReplace : null;
  const { deviceName, platform } = goesOn ?? device;
  const unanswered = confirmed ? null : (known?.unanswered ?? null);
  const createdAt = goesOn?.createdAt ?? now;
  const livesAs = [...new Set([...(toReplace?.livesAs ?? []), deviceType])];
  return {
    ...{ sessionId, deviceId, deviceName, deviceType, livesAs, platform, appVersion },
    ...{ officialApp, deviceHash, ip, createdAt, confirmed, newDevice, accountChanged },
    location: null,
    signals: goesOn?.signals ?? [],
    lastActiveAt: now,
    confirmsAt: (goesOn ?? unanswered?.session)?.confirmsAt ?? confirmsAtOf(createdAt, policy),
    signInProvider: signIn.provider,
    secondFactor: signIn.methods.secondFactor !== null,
    expiresAt: activeUntil({ createdAt, livesAs }, policy, now),
    signedInAt: signIn.signedInAt,
    signedInWith: signIn.methods,
    carriedClaims: signIn.carriedClaims,
    attemptHash: registration.presented.attemptHash,
    registeredAt: now,
    toldLoginAt: continues && goesOn ? goesOn.toldLoginAt : null,
    firstLoginAt: goesOn?.firstLoginAt ?? unanswered?.firstLoginAt ?? null,
    wasToldLater: goesOn ? wasToldLater(goesOn) : (unanswered?.wasToldLater ?? false),
    refresh: firstRefreshState(registration.refreshNonce, now),
    changedAt: null,
  };
}

/** The device with its new session. */
export function withSession(
  { device, installation }: Newcomer,
  session: OpenSession,
  { device: { pushToken, locale, deviceType }, signIn }: Registration,
  { moment: { now } }: Draft,
): Device {
  const marks = device ?? { signIns: [], registrations: [] };
  const second = secondOf(signIn.signedInAt);
  return {
    ...{ installation, session, locale, deviceType },
    standing: session.confirmed ? 'known' : (device?.standing ?? 'new'),
    unanswered: null,
    signIns: [
      ...marks.signIns.filter((mark) => mark.second !== second),
      { second, isSpent: false },
    ],
    registrations: [...marks.registrations, { second: secondOf(now), isSpent: false }],
    pushToken: pushToken && { ...pushToken, setAt: now },
    pushTokenDiedAt: null,
    lastSeenAt: now,
    mayDenyUntil: null,
    mayDenySince: null,
    lastSessionId: device?.lastSessionId ?? null,
  };
}
