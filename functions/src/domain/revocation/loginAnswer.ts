// "Was that you?": who may answer about which session, and what the answer does.
//
// Deny wins over confirm, whichever comes first: after "no" a "yes" changes nothing, after "yes" a
// "no" still ends the session. The same answer again changes nothing. Two new devices can't deny
// each other, since neither is confirmed. Both ends follow the device to its open session:
// whoever registers again neither loses the answer nor outruns it.
import { SessionError } from '../../errors.ts';
import type { Device } from '../account/account.ts';
import { openDevices } from '../account/account.ts';
import { confirm } from '../account/aging.ts';
import type { Target } from '../account/caller.ts';
import { confirmedReceivers, draftOf, findTarget } from '../account/caller.ts';
import type { Change, Draft, Known } from '../account/draft.ts';
import { findDone, finish, rememberCall, unchanged } from '../account/draft.ts';
import { closeByOwner, endSession } from '../account/ending.ts';
import { lease, oweNotice, withdrawAlerts } from '../account/outbox.ts';
import type { OutboxEntry } from '../account/outboxEntry.ts';
import type { Moment } from '../session/moment.ts';
import type { InitiatingEntity } from '../session/securityEvent.ts';
import { securityEvent } from '../session/securityEvent.ts';
import type { Owner } from '../session/session.ts';
import type { Answer, Answering } from './answerer.ts';
import { requireAnswering } from './answerer.ts';

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
  const done = findDone(known.stored, callId);
  if (done) return doneBefore(known, done);
  const answering = requireAnswering(known, answer, moment);
  const { draft, key: own, about, right } = answering;
  const answered = wasMe
    ? about.filter((target) => confirmTarget(draft, target))
    : about.filter((target) => denyTarget(draft, target, answering));
  const others = right === 'afterChange' ? denyAllSince(draft, answering) : [];
  tellOthers(draft, [own], [...answered, ...others], wasMe);
  const [first] = about;
  if (!first) throw new SessionError('session_not_found');
  const device = draft.account.devices[first.key];
  const revokedCount = right === 'afterChange' ? answered.length + others.length : null;
  const result: AnswerResult = {
    device: first.key,
    sessionId:
      device?.session?.sessionId ??
      draft.ended.find((view) => view.device === first.key)?.sessionId ??
      first.view?.sessionId ??
      null,
    hasEnded: !device?.session,
    isDenied: device?.standing === 'closed',
    revokedCount,
    pushIds: lease(
      draft,
      (entry) => entry.kind === 'login_answered' || isLogoutOf(entry, about, others),
    ),
  };
  if (answered.length + others.length > 0) {
    rememberCall(draft, { callId, result: toStored(result) });
  }
  return finish(draft, result);
}

/**
 * An operator says "it was him": what a "yes" does. Throws session_not_found for what does not exist, is
 * another user's or has ended.
 */
export function decideConfirmByOperator(
  known: Known,
  { callId, owner, sessionId }: { callId: string; owner: Owner; sessionId: string },
  moment: Moment,
): Change<AnswerResult> {
  const done = findDone(known.stored, callId);
  if (done) return doneBefore(known, done);
  const draft = draftOf(known, owner, moment);
  const target = draft && findTarget(draft, known, sessionId);
  const session = target?.device?.session;
  const isSame = target && (target.view === null || target.view.revokedReason === 'replaced');
  if (!draft || !session || !isSame) throw new SessionError('session_not_found');
  const isChanged = confirmTarget(draft, target, 'admin');
  if (isChanged) tellOthers(draft, [], [target], true);
  const result: AnswerResult = {
    device: target.key,
    ...{ sessionId: session.sessionId, hasEnded: false, isDenied: false, revokedCount: null },
    pushIds: lease(draft, ({ kind }) => kind === 'login_answered'),
  };
  if (isChanged) rememberCall(draft, { callId, result: toStored(result) });
  return finish(draft, result);
}

function isLogoutOf(entry: OutboxEntry, ...targets: readonly (readonly Target[])[]): boolean {
  return entry.kind === 'force_logout' && targets.flat().some(({ key }) => key === entry.device);
}

/** "It was me". Returns whether that has changed anything: not where it has ended, or was confirmed before. */
function confirmTarget(
  draft: Draft,
  { key, view }: Target,
  initiatingEntity: InitiatingEntity = 'user',
): boolean {
  const { account, moment } = draft;
  const device = account.devices[key];
  if (!device) return false;
  const { session, unanswered } = device;
  const isFollowed =
    view === null ||
    view.revokedReason === 'replaced' ||
    view.sessionId === unanswered?.session.sessionId;
  const about = isFollowed ? (session ?? unanswered?.session) : null;
  if (!about || about.confirmed) return false;
  confirm(device, about);
  device.unanswered = null;
  const { sessionId, deviceName } = about;
  draft.events.push(
    securityEvent({ ...account, sessionId, deviceName }, 'assurance-level-change', moment, {
      initiatingEntity,
    }),
  );
  return true;
}

/**
 * "It was not me": ends what is open on the device, or closes a device without. Who has ended itself ends what
 * lives, and nothing else.
 */
function denyTarget(draft: Draft, { key }: Target, { sessionId, right }: Answering): boolean {
  const device: Device | undefined = draft.account.devices[key];
  if (!device) return false;
  if (device.session) {
    endSession(draft, key, 'denied', { isLeased: true, actorSessionId: sessionId });
    return true;
  }
  if (right !== 'live') return false;
  const isChanged = device.standing !== 'closed';
  closeByOwner(draft, key);
  return isChanged;
}

/**
 * One "no" in all for one change of the account ends every unconfirmed session signed in since, so that no
 * decoy uses it up; none of the devices that the change ended may say another.
 */
function denyAllSince(draft: Draft, { key: own, sessionId }: Answering): Target[] {
  const { account } = draft;
  const since = account.devices[own]?.mayDenySince;
  if (!since) return [];
  const toEnd = openDevices(account).filter(
    ([, { session }]) => !session.confirmed && session.signedInAt >= since,
  );
  for (const [key] of toEnd) {
    endSession(draft, key, 'denied', { isLeased: true, actorSessionId: sessionId });
  }
  for (const device of Object.values(account.devices)) {
    if (device.mayDenySince?.getTime() === since.getTime()) device.mayDenySince = null;
  }
  return toEnd.map(([key, device]) => ({ key, device, view: null }));
}

/** Nobody need be alerted of what was answered; those who may have been are told, and what a "yes" has let in. */
function tellOthers(
  draft: Draft,
  except: readonly string[],
  answered: readonly Target[],
  wasMe: boolean,
): void {
  for (const { key, device, view } of answered) {
    withdrawAlerts(draft, key);
    const sessionId =
      device?.session?.sessionId ??
      draft.ended.find((one) => one.device === key)?.sessionId ??
      view?.sessionId;
    if (sessionId === undefined) continue;
    for (const receiver of confirmedReceivers(draft.account, except)) {
      oweNotice(draft, receiver, { kind: 'login_answered', wasMe }, sessionId);
    }
  }
}

/** What an earlier run of the same call has come to; the session is shown as it has ended. */
function doneBefore(known: Known, done: object): Change<AnswerResult> {
  const result = toResult(done);
  if (result.hasEnded && result.sessionId !== null) known.viewOf(result.sessionId);
  return unchanged(result);
}

function toStored({ sessionId, revokedCount, ...result }: AnswerResult) {
  return {
    ...result,
    ...(sessionId !== null && { sessionId }),
    ...(revokedCount !== null && { revokedCount }),
  };
}

function toResult(stored: object): AnswerResult {
  return { sessionId: null, revokedCount: null, ...stored } as AnswerResult;
}
