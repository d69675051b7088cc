// The user's live sessions, as the screen "Active sessions" shows them.
import type { OpenSession } from '../domain/account/account.ts';
import { accountIdOf } from '../domain/account/accountId.ts';
import { shownDevices } from '../domain/account/activity.ts';
import { draftOf } from '../domain/account/decision.ts';
import { requireOwn } from '../domain/account/caller.ts';
import type { Draft, Known } from '../domain/account/draft.ts';
import { pushesOf, type PushReach } from '../domain/account/pushToken.ts';
import type { SessionView } from '../domain/account/view.ts';
import {
  type DeviceSession,
  type DeviceSessionWithEnd,
  inListOrder,
  operator,
  toDeviceSession,
  toDeviceSessionWithEnd,
  type Viewer,
} from '../domain/session/deviceSession.ts';
import { dayMs, type Moment } from '../domain/session/policy.ts';
import type { Caller, Owner } from '../domain/session/session.ts';
import { momentOf, readAccount, type ReadServices } from './changeAccount.ts';

/** For how long, and how many, ended sessions are shown. */
const endedDays = 30;
const endedLimit = 50;

interface ListOptions {
  includeEnded?: boolean | undefined;
}

type Listed = { sessions: (DeviceSession | DeviceSessionWithEnd)[] };

/**
 * One read; with `includeEnded` a query beside it, for the sessions that ended in the last 30 days, which come
 * last. Says whether pushes reach the caller's device. Throws session_revoked or session_expired; to tell which
 * costs one read.
 */
export async function listSessions(
  services: ReadServices,
  caller: Caller,
  options: ListOptions = {},
): Promise<Listed & { pushes: PushReach }> {
  const { seen, sessions } = await list(services, caller, options, (known, moment) => {
    const { draft, device } = requireOwn(known, caller, moment);
    return { draft, device, viewer: device.session };
  });
  return { sessions, pushes: pushesOf(seen.device) };
}

/**
 * The same for an operator, who has no session: in the same order, none of them current. Nobody is
 * refused, and of a user who has none there are none.
 */
export async function listUserSessions(
  services: ReadServices,
  owner: Owner,
  options: ListOptions = {},
): Promise<Listed> {
  const { sessions } = await list(services, owner, options, (known, moment) => ({
    draft: draftOf(known, owner, moment),
    viewer: operator,
  }));
  return { sessions };
}

async function list<Seen extends { draft: Draft | null; viewer: Viewer }>(
  services: ReadServices,
  owner: Owner,
  { includeEnded = false }: ListOptions,
  look: (known: Known, moment: Moment) => Seen,
): Promise<Listed & { seen: Seen }> {
  const moment = momentOf(services);
  const since = new Date(moment.now.getTime() - endedDays * dayMs);
  const [seen, ended] = await Promise.all([
    readAccount(services, accountIdOf(owner), moment, (known) => look(known, moment)),
    includeEnded ? services.sessions.findEndedViews(owner, since, endedLimit) : [],
  ]);
  const { draft, viewer } = seen;
  const shown = draft ? shownDevices(draft.account).map(({ session }) => session) : [];
  const shownIds = new Set(shown.map(({ sessionId }) => sessionId));
  const over = includeEnded ? latest(ended, draft, since) : [];
  const toShow = includeEnded ? toDeviceSessionWithEnd : toDeviceSession;
  const view = (one: OpenSession | SessionView) => toShow(one, viewer);
  const past = over.filter(({ sessionId }) => !shownIds.has(sessionId)).map(view);
  return { seen, sessions: [...inListOrder(shown.map(view)), ...past] };
}

/** Also those that have run out and of which nobody has written that down yet; none of an account that is gone. */
function latest(ended: readonly SessionView[], draft: Draft | null, since: Date): SessionView[] {
  const beganAt = draft?.account.beganAt ?? new Date(0);
  const all = [...(draft?.ended ?? []), ...ended];
  return [...new Map(all.map((one) => [one.sessionId, one])).values()]
    .filter(({ createdAt }) => createdAt >= beganAt)
    .filter(({ revokedAt }) => revokedAt !== null && revokedAt >= since)
    .sort((a, b) => Number(b.revokedAt) - Number(a.revokedAt))
    .slice(0, endedLimit);
}
