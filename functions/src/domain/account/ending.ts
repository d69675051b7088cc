// Ending a session: what becomes of its device, and what it is owed.
import { reasons, type RevokedReason } from '../session/reasons.ts';
import { confirmsAtOf } from '../session/lifetime.ts';
import { dayMs } from '../session/policy.ts';
import type { Device, DeviceInUse, OpenSession, Unanswered } from './account.ts';
import { openDevices } from './account.ts';
import { addEvent, type Draft } from './draft.ts';
import { oweLogout, silenceLogin } from './outbox.ts';
import { type SessionView, toView } from './view.ts';

export interface EndingOptions {
  /** Whether the device is told; else as its reason says. */
  isTold?: boolean;
  /** Whether the device is closed although the reason would keep it. */
  closes?: boolean;
  /** The session that ends it, where one does. */
  actorSessionId?: string | null;
  /** Whether this call sends what it owes at once; else the trigger, the queue or `sweep` will. */
  isLeased?: boolean;
  /** The change of the account that ends it. */
  accountChangedAt?: Date | null;
}

/**
 * Ends the session of this device: its sign-ins are spent, unless its device goes on in another one. Returns its
 * last view. Where a change of the account ends a confirmed one, the device may say "no" to what comes after.
 */
export function endSession(
  draft: Draft,
  key: string,
  reason: RevokedReason,
  options: EndingOptions = {},
): SessionView {
  const { account, moment } = draft;
  const { now, policy } = moment;
  const device = account.devices[key];
  const session = device?.session;
  if (!device || !session) throw new TypeError('only an open session can be ended');
  const { isTold, closesDevice, isByOwner } = reasons[reason];
  const at = reason === 'expired' ? session.expiresAt : now;
  const view = toView(account, key, session, policy, { reason, at });
  device.session = null;
  device.lastSeenAt = at;
  if (device.pushToken && (options.isTold ?? isTold)) {
    oweLogout(draft, key, session, device.pushToken, options);
  }
  if (reason !== 'replaced') {
    device.lastSessionId = session.sessionId;
    spendSignIns(device);
    const mayDeny = reason === 'account' && session.confirmed && options.accountChangedAt;
    device.mayDenyUntil = mayDeny ? confirmsAtOf(now, policy) : null;
    // Once in all for one change, whichever of its sessions a look ends later.
    const isSaid = mayDeny && account.deniedChange && mayDeny <= account.deniedChange;
    device.mayDenySince = mayDeny && !isSaid ? mayDeny : null;
    if (!mayDeny) device.pushToken = null;
    if (reason === 'expired') device.unanswered = unansweredOf(session);
    const { actorSessionId = null } = options;
    addEvent(draft, session, 'session-revoked', { revokedReason: reason, actorSessionId });
  }
  if (options.closes ?? closesDevice) closeDevice(draft, key);
  if (isByOwner) {
    silenceLogin(draft, key);
    uncount(draft, key);
  }
  draft.ended.push(view);
  return view;
}

/** Ends the sessions of these devices. */
export function endAll(
  draft: Draft,
  reason: RevokedReason,
  isMeant: (device: DeviceInUse, key: string) => boolean,
  options: EndingOptions = {},
): void {
  for (const [key, device] of openDevices(draft.account)) {
    if (isMeant(device, key)) endSession(draft, key, reason, options);
  }
}

/** From now on the next sign-in on this device is that of a new one. Nothing of it may answer any more. */
export function closeDevice({ account }: Draft, key: string): void {
  const device = account.devices[key];
  if (!device) return;
  device.standing = 'closed';
  device.unanswered = null;
  device.mayDenyUntil = null;
  device.mayDenySince = null;
  if (!device.session) device.pushToken = null;
}

/** The same by the owner, where its session has ended already: its login no longer counts for the hourly limit. */
export function closeByOwner(draft: Draft, key: string): void {
  closeDevice(draft, key);
  uncount(draft, key);
}

function uncount({ account }: Draft, key: string): void {
  for (const login of account.newDevices) if (login.device === key) login.isCounted = false;
}

function spendSignIns(device: Device): void {
  for (const mark of [...device.signIns, ...device.registrations]) mark.isSpent = true;
}

/** What is kept of a session that ran out before anybody answered for its login. */
function unansweredOf(session: OpenSession): Unanswered | null {
  if (session.confirmed || session.confirmsAt <= session.expiresAt) return null;
  return {
    session: { ...session, ip: null, carriedClaims: {} },
    firstLoginAt: firstLoginOf(session),
    wasToldLater: wasToldLater(session),
  };
}

/** Whether this login, or one before it that waits with it, came a day or more after the first and was told. */
export function wasToldLater(session: OpenSession): boolean {
  const { toldLoginAt } = session;
  const isLater =
    toldLoginAt !== null && toldLoginAt.getTime() - firstLoginOf(session).getTime() >= dayMs;
  return session.wasToldLater || isLater;
}

function firstLoginOf({ firstLoginAt, createdAt }: OpenSession): Date {
  return firstLoginAt ?? createdAt;
}
