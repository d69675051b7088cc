// An account while one decision works on it: a copy, aged to the moment, that becomes a change or nothing.
// A decision throws what it refuses; then nothing of the draft is kept, its aging neither.
import type { Moment } from '../session/policy.ts';
import type { NamedSession } from '../session/session.ts';
import type { EventDetails, SecurityEvent, SecurityEventType } from '../session/securityEvent.ts';
import { securityEvent } from '../session/securityEvent.ts';
import type { Account, DeviceInUse, Remainder, Stored } from './account.ts';
import { openDevices } from './account.ts';
import type { SessionView } from './view.ts';

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
  /** Where nobody has looked yet, what it throws ends the decision, which is made again. */
  viewOf: (sessionId: string) => SessionView | null;
}

export interface Draft {
  readonly before: Account | null;
  readonly account: Account;
  /** The last views of the sessions that this decision has ended. */
  readonly ended: SessionView[];
  readonly events: SecurityEvent[];
  readonly moment: Moment;
}

/** The session of a device that acts. */
export interface Acting {
  draft: Draft;
  key: string;
  device: DeviceInUse;
}

/** What happened to a session. */
export function addEvent(
  { account: { userId, tenantId }, events, moment }: Draft,
  { sessionId, deviceName }: NamedSession,
  type: SecurityEventType,
  details: EventDetails = {},
): void {
  const about = { userId, tenantId, sessionId, deviceName };
  events.push(securityEvent(about, type, moment, details));
}

/** The device on which this session is open, with its key. */
export function findOpen({ account }: Draft, sessionId: string): [string, DeviceInUse] | undefined {
  return openDevices(account).find(([, { session }]) => session.sessionId === sessionId);
}
