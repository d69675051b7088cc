// How a decision begins and how it ends: from what is stored to a draft of it, and from that to a change.
import { isDeepStrictEqual } from 'node:util';
import type { Moment } from '../session/policy.ts';
import { isSameOwner, type Owner } from '../session/session.ts';
import { type Account, type DoneCall, isAccount, openDevices, type Remainder } from './account.ts';
import { age } from './aging.ts';
import { tidy } from './bounds.ts';
import type { Change, Draft, Known } from './draft.ts';
import { inHand } from './outbox.ts';
import { type SessionView, toView } from './view.ts';

/** The calls of which the answer may have been lost. */
const maxCalls = 20;

/** A copy to work on, aged to the moment. */
export function beginDraft(before: Account, moment: Moment): Draft {
  const draft: Draft = { before, account: structuredClone(before), ended: [], events: [], moment };
  age(draft);
  return draft;
}

/** The account of this owner, aged; null where there is none. */
export function draftOf({ stored }: Known, owner: Owner, moment: Moment): Draft | null {
  return isAccount(stored) && isSameOwner(stored, owner) ? beginDraft(stored, moment) : null;
}

/** What an earlier run of this very call has come to, with what it has in hand; null where there was none. */
export function findDone<Result extends { pushIds: string[] }>(
  { stored }: Known,
  callId: string,
  { now }: Moment,
): Result | null {
  const done = isAccount(stored) && stored.calls.find((call) => call.callId === callId);
  return done ? ({ ...done.result, pushIds: inHand(stored, now) } as unknown as Result) : null;
}

/** Nothing is written where nothing has changed. */
export function finish<Result>(draft: Draft, result: Result): Change<Result> {
  const { account, ended, events, moment } = draft;
  if (!hasChanged(draft)) return { result, write: null };
  tidy(account, moment);
  return {
    result,
    write: { account, views: [...changedViews(draft), ...ended], forgotten: [], events },
  };
}

function hasChanged({ before, account }: Draft): boolean {
  return !before || !isDeepStrictEqual(before, account);
}

/** The same where it remembers the call, if that has changed anything. */
export function finishCall<Result extends object>(
  draft: Draft,
  callId: string,
  result: Result,
): Change<Result> {
  if (hasChanged(draft)) rememberCall(draft.account, callId, result);
  return finish(draft, result);
}

/** So that a later run of this call, which was not told whether the commit held, finds what it has come to. */
export function rememberCall(account: Account, callId: string, come: object): void {
  const { pushIds: _, ...result } = come as DoneCall['result'] & { pushIds?: never };
  account.calls = [...account.calls, { callId, result }].slice(-maxCalls);
}

export function unchanged<Result>(result: Result): Change<Result> {
  return { result, write: null };
}

/** For what is decided without a draft: what is stored is replaced by this, and no view is written. */
export function replacing<Result>(
  account: Account | Remainder,
  result: Result,
  forgotten: string[] = [],
): Change<Result> {
  return { result, write: { account, views: [], forgotten, events: [] } };
}

/** The ids of what this decision has come to owe. */
export function owedBy({ before, account }: Draft): string[] {
  const earlier = new Set(before?.outbox.map(({ pushId }) => pushId));
  return account.outbox.map(({ pushId }) => pushId).filter((id) => !earlier.has(id));
}

function changedViews({ before, account, moment: { policy } }: Draft): SessionView[] {
  const viewsOf = (one: Account) =>
    openDevices(one).map(([key, { session }]) => toView(one, key, session, policy));
  const earlier = new Map(before && viewsOf(before).map((view) => [view.sessionId, view]));
  return viewsOf(account).filter((view) => !isDeepStrictEqual(earlier.get(view.sessionId), view));
}
