// An account while one decision works on it: a copy, aged to the moment, that becomes a change or nothing.
// A decision throws what it refuses; then nothing of the draft is kept, its aging neither.
import { isDeepStrictEqual } from 'node:util';
import type { Moment } from '../session/moment.ts';
import type { SecurityEvent } from '../session/securityEvent.ts';
import type { Account, Device, OpenSession, Remainder, Stored } from './account.ts';
import { openDevices } from './account.ts';
import { tidy } from './bounds.ts';
import type { SessionView } from './view.ts';
import { toView } from './view.ts';

/** What a decision comes to: what is written in one commit, or null for nothing. */
export interface Change<Result> {
  result: Result;
  write: Write | null;
}

export interface Write {
  account: Account | Remainder;
  /** Views that are written whole. */
  views: SessionView[];
  /** Sessions whose views go. */
  forgotten: string[];
  events: SecurityEvent[];
}

/** What a decision may know: the account, and the views of sessions that are not open in it. */
export interface Known {
  stored: Stored;
  /** Throws ViewsNeeded where nobody has looked yet. */
  viewOf: (sessionId: string) => SessionView | null;
}

/** Thrown by a decision that needs the views of sessions that are not open. */
export class ViewsNeeded extends Error {
  override readonly name = 'ViewsNeeded';
  readonly sessionIds: readonly string[];

  constructor(sessionIds: readonly string[]) {
    super('views are needed');
    this.sessionIds = sessionIds;
  }
}

export interface Draft {
  readonly before: Account | null;
  readonly account: Account;
  /** The last views of the sessions that this decision has ended. */
  readonly ended: SessionView[];
  readonly events: SecurityEvent[];
  readonly moment: Moment;
}

export type DeviceInUse = Device & { session: OpenSession };

/** A draft of an account that does not exist yet. */
export function beginAccount(account: Account, moment: Moment): Draft {
  return { before: null, account, ended: [], events: [], moment };
}

/** Nothing is written where nothing has changed. */
export function finish<Result>(draft: Draft, result: Result): Change<Result> {
  const { before, account, ended, events, moment } = draft;
  if (before && isDeepStrictEqual(before, account)) return { result, write: null };
  tidy(account, moment);
  return {
    result,
    write: { account, views: [...changedViews(draft), ...ended], forgotten: [], events },
  };
}

export function unchanged<Result>(result: Result): Change<Result> {
  return { result, write: null };
}

function changedViews({ before, account, moment: { policy } }: Draft): SessionView[] {
  const earlier = new Map(
    before ? openDevices(before).map(([key, { session }]) => [key, session]) : [],
  );
  return openDevices(account)
    .filter(([key, { session }]) => {
      const was = earlier.get(key);
      return (
        was !== session &&
        !(
          was &&
          isDeepStrictEqual(
            toView(account, key, was, policy),
            toView(account, key, session, policy),
          )
        )
      );
    })
    .map(([key, { session }]) => toView(account, key, session, policy));
}

/** The device on which this session is open, with its key. */
export function findOpen(
  { account }: Pick<Draft, 'account'>,
  sessionId: string,
): [string, DeviceInUse] | undefined {
  return openDevices(account).find(([, { session }]) => session.sessionId === sessionId);
}
