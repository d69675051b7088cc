// Ending sessions: who may end which, what is written, and who is told.
import { SessionError } from '../../errors.ts';
import { openDevices } from '../account/account.ts';
import { draftOf, findDone, finish, finishCall, owedBy, unchanged } from '../account/decision.ts';
import { type Actor, endedView, findTarget, isInUse, requireActor } from '../account/caller.ts';
import { type Change, type Draft, findOpen, type Known } from '../account/draft.ts';
import { closeByOwner, closeDevice, endAll, endSession } from '../account/ending.ts';
import { lease } from '../account/outbox.ts';
import type { Moment } from '../session/policy.ts';
import { type Caller, isSameOwner, type Owner } from '../session/session.ts';

/** What a call that ends sessions comes to. */
export interface Revocation {
  revokedCount: number;
  /** Pushes that this call sends at once. */
  pushIds: string[];
}

/** Every decision here answers what an earlier run of the same call has done. */
interface Call {
  callId: string;
}

/**
 * Ends one session of the caller's user. One that its device has replaced is ended in its successor. Ending what
 * has ended succeeds: what is still owed of it is sent, and its device is closed where nothing is open on it.
 * The caller's own is never ended, also where the session that is named went on in it.
 * Throws the caller's own end first, then session_unconfirmed; current_session for the caller's own id;
 * session_not_found alike for what does not exist and what is another user's.
 */
export function decideRevoke(
  known: Known,
  request: Actor & Call & { sessionId: string },
  moment: Moment,
): Change<Revocation> {
  const { callId, caller, sessionId } = request;
  const done = findDone<Revocation>(known, callId, moment);
  if (done) return unchanged(done);
  const { draft, key: own } = requireActor(known, request, moment);
  if (sessionId === caller.sessionId) throw new SessionError('current_session');
  const target = findTarget(draft, known, sessionId);
  if (!target) throw new SessionError('session_not_found');
  const { key, device } = target;
  if (isInUse(target) && key !== own) {
    endSession(draft, key, 'user', by(caller));
    return finishCall(draft, callId, { revokedCount: 1, pushIds: owedBy(draft) });
  }
  if (device && !device.session) closeByOwner(draft, key);
  const pushIds = leaseLogouts(draft, key);
  return finish(draft, { revokedCount: 0, pushIds });
}

/**
 * Ends every open session of the user except the caller's, and closes the devices of sessions that have ended:
 * none of them comes back as known. Throws the caller's own end; session_unconfirmed.
 */
export function decideRevokeOthers(
  known: Known,
  request: Actor & Call,
  moment: Moment,
): Change<Revocation> {
  const { callId, caller } = request;
  const done = findDone<Revocation>(known, callId, moment);
  if (done) return unchanged(done);
  const { draft, key } = requireActor(known, request, moment);
  const revokedCount = openDevices(draft.account).length - 1;
  endAll(draft, 'others', (_, one) => one !== key, by(caller));
  closeRest(draft);
  return finishCall(draft, callId, { revokedCount, pushIds: leaseLogouts(draft) });
}

/** Ends every session of the user, for an operator, and closes all devices. Of a user who has none, none are ended. */
export function decideEndAll(
  known: Known,
  { callId, owner }: Call & { owner: Owner },
  moment: Moment,
): Change<Revocation> {
  const done = findDone<Revocation>(known, callId, moment);
  if (done) return unchanged(done);
  const draft = draftOf(known, owner, moment);
  if (!draft) return unchanged({ revokedCount: 0, pushIds: [] });
  const revokedCount = openDevices(draft.account).length;
  endAll(draft, 'operator', () => true, { isLeased: true });
  closeRest(draft);
  return finishCall(draft, callId, { revokedCount, pushIds: leaseLogouts(draft) });
}

/**
 * Ends the caller's own session; the device knows, so nobody is told. With `forget` (a computer that
 * is not one's own) its next sign-in is that of a new device. An ended session stays as it is; its device
 * is closed by it only where nothing is open there and it was not replaced.
 */
export function decideSignOut(
  known: Known,
  { caller, forget }: { caller: Caller; forget: boolean },
  moment: Moment,
): Change<void> {
  const draft = draftOf(known, caller, moment);
  if (!draft) return unchanged(undefined);
  const open = findOpen(draft, caller.sessionId);
  if (open) {
    const [key, { session }] = open;
    if (!caller.deviceHashes.includes(session.deviceHash)) return unchanged(undefined);
    endSession(draft, key, 'sign_out', { closes: forget });
    return finish(draft, undefined);
  }
  const view = forget ? endedView(draft, known, caller.sessionId) : null;
  const mayForget =
    view !== null &&
    isSameOwner(view, caller) &&
    caller.deviceHashes.includes(view.deviceHash) &&
    view.revokedReason !== 'replaced' &&
    draft.account.devices[view.device]?.session === null;
  if (!mayForget) return unchanged(undefined);
  closeDevice(draft, view.device);
  return finish(draft, undefined);
}

function by({ sessionId }: Caller) {
  return { actorSessionId: sessionId, isLeased: true };
}

/** Devices without a session that are known, or may still be. */
function closeRest(draft: Draft): void {
  for (const [key, { session, standing, unanswered }] of Object.entries(draft.account.devices)) {
    if (!session && (standing === 'known' || unanswered)) closeByOwner(draft, key);
  }
}

/** Takes in hand the logouts of this device, or of any, that are still owed. Returns their ids. */
function leaseLogouts(draft: Draft, key: string | null = null): string[] {
  return lease(
    draft,
    (entry) => entry.kind === 'force_logout' && (key === null || entry.device === key),
  );
}
