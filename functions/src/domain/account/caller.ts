// Who asks: the session that the caller's credential names, and whether it counts as its owner's.
import { SessionError } from '../../errors.ts';
import { requireLive } from '../session/lifetime.ts';
import { dayMs, type Moment, secondMs } from '../session/policy.ts';
import { type Caller, isSameOwner } from '../session/session.ts';
import type { Device, DeviceInUse, OpenSession } from './account.ts';
import { confirmedDevices, shownSession } from './account.ts';
import { confirm } from './aging.ts';
import { draftOf } from './decision.ts';
import { type Acting, addEvent, type Draft, findOpen, type Known } from './draft.ts';
import { acceptedMethods, isOwners, type Reauthentication } from './reauthentication.ts';
import type { SessionView } from './view.ts';

/** Who asks, and what else shows that it is the owner, where something does. */
export interface Actor {
  caller: Caller;
  reauthentication?: Reauthentication | null;
}

/** The last view of a session that is not open: as this decision has ended it, or as it is kept. */
export function endedView(
  draft: Draft | null,
  known: Known,
  sessionId: string,
): SessionView | null {
  return draft?.ended.find((view) => view.sessionId === sessionId) ?? known.viewOf(sessionId);
}

/**
 * The caller's own session, live. Throws session_revoked or session_expired; one that is gone, another
 * user's or another device's gets the same answer as an expired one.
 */
export function requireOwn(known: Known, caller: Caller, moment: Moment): Acting {
  const draft = draftOf(known, caller, moment);
  const own = draft && findOpen(draft, caller.sessionId);
  if (draft && own) {
    const [key, device] = own;
    if (!caller.deviceHashes.includes(device.session.deviceHash)) {
      throw new SessionError('session_expired');
    }
    return { draft, key, device };
  }
  const view = endedView(draft, known, caller.sessionId);
  requireLive(view, caller, moment.now);
  // A view that says it lives, of a session that its account does not name, is of an account that is gone.
  throw new SessionError('session_expired');
}

/**
 * The same, confirmed. A good reauthentication confirms it for good. Throws session_unconfirmed too,
 * with the time after which it will be, and what else would lift it.
 */
export function requireActor(
  known: Known,
  { caller, reauthentication = null }: Actor,
  moment: Moment,
): Acting {
  const acting = requireOwn(known, caller, moment);
  const { draft, key, device } = acting;
  const { session } = device;
  if (!session.confirmed && isOwners(reauthentication, acting)) {
    confirm(draft, key, session);
    addEvent(draft, session, 'assurance-level-change');
  }
  requireConfirmed(acting);
  return acting;
}

export function requireConfirmed(acting: Acting): void {
  const { confirmed, confirmsAt } = acting.device.session;
  if (confirmed) return;
  const ms = confirmsAt.getTime() - acting.draft.moment.now.getTime();
  throw new SessionError('session_unconfirmed', {
    retryAfterSeconds: Math.ceil(ms / secondMs),
    confirmBy: confirmByOf(acting),
  });
}

/** other_device: a confirmed session can say "it was me". second_factor, other_provider: a `reauthToken`. */
export type ConfirmBy = 'other_device' | 'second_factor' | 'other_provider' | 'time';

/** A device without a push token that was in use since then will be again. */
const reachableDays = 7;

function confirmByOf(acting: Acting): ConfirmBy[] {
  const { account, moment } = acting.draft;
  const canAnswer = confirmedDevices(account).some(([, other]) => isReachable(other, moment.now));
  const methods = acceptedMethods(acting);
  return [
    ...(canAnswer ? (['other_device'] as const) : []),
    ...(methods.secondFactor.size > 0 ? (['second_factor'] as const) : []),
    ...(methods.provider.size > 0 ? (['other_provider'] as const) : []),
    'time',
  ];
}

/** Whether it can be expected to answer: the app may be gone from it. */
function isReachable(device: DeviceInUse, now: Date): boolean {
  if (device.pushToken) return true;
  const idleMs = now.getTime() - device.session.lastActiveAt.getTime();
  return device.pushTokenDiedAt === null && idleMs < reachableDays * dayMs;
}

/** What somebody asks about: a session on its device, or a device. */
export interface Target {
  key: string;
  /** Absent where nothing is remembered of it. */
  device: Device | undefined;
  /** The session as it is now: in use, or run out unanswered; null where it has ended for good. */
  session: OpenSession | null;
  /** The id by which it was asked for; null where the device was. */
  sessionId: string | null;
}

/**
 * null where no such session is known of this account. One that was replaced is followed to its device; so is one that
 * ran out unanswered, where its device has come again and its question waits with the newer one.
 */
export function findTarget(draft: Draft, known: Known, sessionId: string): Target | null {
  const open = findOpen(draft, sessionId);
  if (open) return { ...targetOf(draft, open[0]), sessionId };
  const view = endedView(draft, known, sessionId);
  if (!view || !isSameOwner(view, draft.account)) return null;
  const target = { ...targetOf(draft, view.device), sessionId };
  const isIt = view.revokedReason === 'replaced' || target.session?.sessionId === sessionId;
  return isIt || waitsIn(target, view) ? target : { ...target, session: null };
}

function waitsIn({ session }: Target, { revokedReason, createdAt }: SessionView): boolean {
  const firstLoginAt = session?.firstLoginAt ?? null;
  return revokedReason === 'expired' && firstLoginAt !== null && createdAt >= firstLoginAt;
}

/** The device of this key, and what is open on it. */
export function targetOf({ account }: Draft, key: string): Target {
  const device = account.devices[key];
  return { key, device, session: device ? shownSession(device) : null, sessionId: null };
}

export function isInUse({ device, session }: Target): boolean {
  return session !== null && device?.session === session;
}
