// An account while one decision works on it: a copy, aged to the moment, that becomes a change or nothing.
// A decision throws what it refuses; then nothing of the draft is kept, its aging neither.
import { isDeepStrictEqual } from 'node:util';
import type { Moment } from '../session/moment.ts';
import type { EventDetails, SecurityEvent, SecurityEventType } from '../session/securityEvent.ts';
import { securityEvent } from '../session/securityEvent.ts';
import type { Account, DeviceInUse, OpenSession, Remainder, Stored } from './account.ts';
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

/** For what is decided without a draft: what is stored is replaced by this, and no view is written. */
export function replacing<Result>(
  account: Account | Remainder,
  result: Result,
  forgotten: string[] = [],
): Change<Result> {
  return { result, write: { account, views: [], forgotten, events: [] } };
}

/** What happened to a session. */
export function addEvent(
  { account: { userId, tenantId }, events, moment }: Draft,
  { sessionId, deviceName }: Pick<OpenSession, 'sessionId' | 'deviceName'>,
  type: SecurityEventType,
  details: EventDetails = {},
): void {
  const about = { userId, tenantId, sessionId, deviceName };
  events.push(securityEvent(about, type, moment, details));
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

/** The device on which this session is open, with its key. */
export function findOpen(
  { account }: Pick<Draft, 'account'>,
  sessionId: string,
): [string, DeviceInUse] | undefined {
  return openDevices(account).find(([, { session }]) => session.sessionId === sessionId);
}
