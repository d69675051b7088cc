// What a call has done: a run of it that was not told whether its commit held finds it here, and answers that.
import type { Moment } from '../session/moment.ts';
import type { DoneCall } from './account.ts';
import { isAccount } from './account.ts';
import type { Change, Draft, Known } from './draft.ts';
import { finish } from './draft.ts';
import { inHand } from './outbox.ts';

/** The calls of which the answer may have been lost. */
const maxCalls = 20;

/** What it has in hand is seen in the outbox. */
export function rememberCall(
  { account }: Pick<Draft, 'account'>,
  callId: string,
  come: object,
): void {
  const { pushIds: _, ...result } = come as DoneCall['result'] & { pushIds?: never };
  account.calls = [...account.calls, { callId, result }].slice(-maxCalls);
}

/** The same, with which the decision is made. */
export function finishCall<Result extends object>(
  draft: Draft,
  callId: string,
  result: Result,
): Change<Result> {
  rememberCall(draft, callId, result);
  return finish(draft, result);
}

/** What an earlier run of this very call has come to, with what it has in hand; null where there was none. */
export function findDone<Result extends { pushIds: string[] }>(
  { stored }: Pick<Known, 'stored'>,
  callId: string,
  { now }: Pick<Moment, 'now'>,
): Result | null {
  const done = isAccount(stored) && stored.calls.find((call) => call.callId === callId);
  return done ? ({ ...done.result, pushIds: inHand(stored, now) } as unknown as Result) : null;
}
