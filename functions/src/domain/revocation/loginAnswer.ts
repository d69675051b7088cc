// "Was that you?": who may answer about which session, and what the answer does.
//
// Deny wins over confirm, whichever comes first: after "no" a "yes" changes nothing, after "yes" a
// "no" still ends the session. The same answer again changes nothing. Two new devices can't deny
// each other, since neither is confirmed. Both ends follow the device to its open session:
// whoever registers again neither loses the answer nor outruns it.
import { SessionError } from '../../errors.ts';
import { shownDevices } from '../account/activity.ts';
import { confirmedReceivers } from '../account/account.ts';
import { confirm } from '../account/aging.ts';
import { draftOf, findDone, finishCall, unchanged } from '../account/decision.ts';
import { findTarget, isInUse, type Target, targetOf } from '../account/caller.ts';
import { addEvent, type Change, type Draft, type Known } from '../account/draft.ts';
import { closeByOwner, endSession } from '../account/ending.ts';
import { lease, oweAbout, withdrawAlerts } from '../account/outbox.ts';
import type { Moment } from '../session/policy.ts';
import type { InitiatingEntity } from '../session/securityEvent.ts';
import type { Owner } from '../session/session.ts';
import { type Answer, type Answering, requireAnswering } from './answerer.ts';

export interface AnswerResult {
  /** The key of the device asked about first. */
  device: string;
  /** The session that was named, where it has gone on in another one. */
  sessionId: string | null;
  /** Whether it has no session in use any more. */
  hasEnded: boolean;
  /** Whether a "no" stands. */
  isDenied: boolean;
  /** How many sessions a "no" after a change of the account has ended. */
  revokedCount: number | null;
  pushIds: string[];
}

/**
 * Throws the answering session's own end; session_unconfirmed where that is not confirmed;
 * current_session for an answer about itself; session_not_found.
 */
export function decideAnswer(
  known: Known,
  answer: Answer & { callId: string },
  moment: Moment,
): Change<AnswerResult> {
  const { callId, wasMe } = answer;
  const done = findDone<AnswerResult>(known, callId, moment);
  if (done) return doneBefore(known, done);
  const answering = requireAnswering(known, answer, moment);
  const { draft, key: own, about, right } = answering;
  const answered = wasMe
    ? about.filter((target) => confirmTarget(draft, target))
    : about.filter((target) => denyTarget(target, answering));
  const others = right === 'afterChange' ? denyAllSince(answering) : [];
  const keys = [...answered.map(({ key }) => key), ...others];
  tellOthers(draft, own, keys, wasMe);
  const [first] = about;
  if (!first) throw new SessionError('session_not_found');
  const denied = draft.ended.filter(({ revokedReason }) => revokedReason === 'denied');
  const asked = new Set([...about.map(({ key }) => key), ...others]);
  const result: AnswerResult = {
    device: first.key,
    sessionId: first.session?.sessionId ?? first.sessionId,
    hasEnded: !isInUse(first),
    isDenied: first.device?.standing === 'closed',
    revokedCount: right === 'afterChange' ? denied.length : null,
    pushIds: lease(
      draft,
      (entry) =>
        entry.kind === 'login_answered' ||
        (entry.kind === 'force_logout' && asked.has(entry.device)),
    ),
  };
  return finishCall(draft, callId, result);
}

/**
 * An operator says "it was him": what a "yes" does, also of what ran out unanswered. Throws session_not_found for what
 * does not exist, is another user's or has ended for good.
 */
export function decideConfirmByOperator(
  known: Known,
  { callId, owner, sessionId }: { callId: string; owner: Owner; sessionId: string },
  moment: Moment,
): Change<AnswerResult> {
  const done = findDone<AnswerResult>(known, callId, moment);
  if (done) return doneBefore(known, done);
  const draft = draftOf(known, owner, moment);
  const target = draft && findTarget(draft, known, sessionId);
  if (!draft || !target?.session) throw new SessionError('session_not_found');
  const isChanged = confirmTarget(draft, target, 'admin');
  if (isChanged) tellOthers(draft, null, [target.key], true);
  const result: AnswerResult = {
    device: target.key,
    sessionId: target.session.sessionId,
    ...{ hasEnded: !isInUse(target), isDenied: false, revokedCount: null },
    pushIds: lease(draft, ({ kind }) => kind === 'login_answered'),
  };
  return finishCall(draft, callId, result);
}

/** "It was me". Returns whether that has changed anything: not where it has ended, or was confirmed before. */
function confirmTarget(
  draft: Draft,
  { key, device, session }: Target,
  initiatingEntity: InitiatingEntity = 'user',
): boolean {
  if (!device || !session || session.confirmed) return false;
  confirm(draft, key, session);
  device.unanswered = null;
  addEvent(draft, session, 'assurance-level-change', { initiatingEntity });
  return true;
}

/**
 * "It was not me": ends the session, or closes a device without one. Who has ended itself ends what lives and closes
 * what ran out unanswered, which would be known later, and nothing else; and what has ended for good takes nothing of
 * what its device has opened since.
 */
function denyTarget(target: Target, { draft, key: own, sessionId, right }: Answering): boolean {
  const { key, device, session } = target;
  if (isInUse(target)) {
    endSession(draft, key, 'denied', { isLeased: true, actorSessionId: sessionId });
    return true;
  }
  if (!device || device.session) return false;
  const mayDeny = right === 'live' || (session && draft.account.devices[own]?.mayDenySince);
  if (!mayDeny) return false;
  const isChanged = device.standing !== 'closed';
  closeByOwner(draft, key);
  return isChanged;
}

/**
 * One "no" in all for one change of the account ends every unconfirmed session signed in since, also one that ran out
 * unanswered, so that no decoy uses it up; none of the devices that the change ended may say another.
 */
function denyAllSince(answering: Answering): string[] {
  const { draft, key: own } = answering;
  const { account } = draft;
  const since = account.devices[own]?.mayDenySince;
  if (!since) return [];
  const denied = shownDevices(account)
    .filter(({ session }) => !session.confirmed && session.signedInAt >= since)
    .map(({ key }) => targetOf(draft, key))
    .filter((target) => denyTarget(target, answering));
  for (const device of Object.values(account.devices)) {
    if (device.mayDenySince?.getTime() === since.getTime()) device.mayDenySince = null;
  }
  if (!account.deniedChange || account.deniedChange < since) account.deniedChange = since;
  return denied.map(({ key }) => key);
}

/** Nobody need be alerted of what was answered; those who may have been are told, and what a "yes" has let in. */
function tellOthers(
  draft: Draft,
  own: string | null,
  answered: readonly string[],
  wasMe: boolean,
): void {
  for (const key of answered) withdrawAlerts(draft, key);
  for (const receiver of confirmedReceivers(draft.account, own)) {
    for (const key of answered) oweAbout(draft, receiver, { kind: 'login_answered', wasMe }, key);
  }
}

/** What an earlier run of the same call has come to; the session is shown as it has ended. */
function doneBefore(known: Known, result: AnswerResult): Change<AnswerResult> {
  if (result.hasEnded && result.sessionId !== null) known.viewOf(result.sessionId);
  return unchanged(result);
}
