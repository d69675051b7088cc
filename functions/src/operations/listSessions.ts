// The user's live sessions, as the screen "Active sessions" shows them.
import {
  inListOrder,
  toDeviceSession,
  toDeviceSessionWithEnd,
} from '../domain/session/deviceSession.ts';
import type { Caller, Owner, Session } from '../domain/session/session.ts';
import type { DeviceSession, DeviceSessionWithEnd } from '../domain/session/deviceSession.ts';
import type { Moment } from '../domain/session/moment.ts';
import { isLive, requireLive } from '../domain/session/lifetime.ts';
import { dayMs } from '../domain/session/policy.ts';
import type { Services } from '../services.ts';
import { momentOf } from './moment.ts';

/** For how long, and how many, ended sessions are shown. */
const endedDays = 30;
const endedLimit = 50;

type ListServices = Pick<Services, 'sessions' | 'policy' | 'now' | 'newId'>;

/**
 * One query; with `includeEnded` a second one beside it, for the sessions that ended in the last 30
 * days, which come last. Throws session_revoked or session_expired; to tell which costs one read.
 */
export async function listSessions(
  services: ListServices,
  caller: Caller,
  { includeEnded = false }: { includeEnded?: boolean | undefined } = {},
): Promise<{ sessions: DeviceSession[] | DeviceSessionWithEnd[] }> {
  const { sessions } = services;
  const moment = momentOf(services);
  const { now } = moment;
  const since = new Date(now.getTime() - endedDays * dayMs);
  const [open, ended] = await Promise.all([
    sessions.findOpenSessions(caller),
    includeEnded ? sessions.findEndedSessions(caller, since, endedLimit) : [],
  ]);
  await requireOwn(services, open, caller, now);
  const view = { currentSessionId: caller.sessionId, includeEnded, since };
  return { sessions: toList([...open, ...ended], view, moment) };
}

/**
 * The same for an operator, who has no session: in the same order, none of them current. Nobody is
 * refused, and of a user who has none there are none.
 */
export async function listUserSessions(
  services: ListServices,
  owner: Owner,
  { includeEnded = false }: { includeEnded?: boolean | undefined } = {},
): Promise<{ sessions: DeviceSession[] | DeviceSessionWithEnd[] }> {
  const { sessions } = services;
  const moment = momentOf(services);
  const since = new Date(moment.now.getTime() - endedDays * dayMs);
  const [open, ended] = await Promise.all([
    sessions.findOpenSessions(owner),
    includeEnded ? sessions.findEndedSessions(owner, since, endedLimit) : [],
  ]);
  const view = { currentSessionId: '', includeEnded, since };
  return { sessions: toList([...open, ...ended], view, moment) };
}

function toList(
  all: readonly Session[],
  {
    currentSessionId,
    includeEnded,
    since,
  }: { currentSessionId: string; includeEnded: boolean; since: Date },
  moment: Moment,
): DeviceSession[] | DeviceSessionWithEnd[] {
  const { now } = moment;
  const live = all.filter((session) => isLive(session, now));
  if (!includeEnded) {
    return inListOrder(live.map((one) => toDeviceSession(one, currentSessionId, moment)));
  }
  const view = (one: Session) => toDeviceSessionWithEnd(one, currentSessionId, moment);
  const ended = all
    .filter((session) => !isLive(session, now))
    .map((session) => (session.revoked ? session : asExpired(session)))
    .filter(({ revokedAt }) => revokedAt !== null && revokedAt >= since)
    .sort((a, b) => Number(b.revokedAt) - Number(a.revokedAt))
    .slice(0, endedLimit);
  return [...inListOrder(live.map(view)), ...ended.map(view)];
}

/** A session that has expired, as it will be once somebody writes that down. */
function asExpired(session: Session): Session {
  return { ...session, revoked: true, revokedAt: session.expiresAt, revokedReason: 'expired' };
}

async function requireOwn(
  { sessions }: ListServices,
  open: readonly Session[],
  caller: Caller,
  now: Date,
): Promise<void> {
  const own =
    open.find(({ sessionId }) => sessionId === caller.sessionId) ??
    (await sessions.findSession(caller.sessionId));
  requireLive(own, caller, now);
}
