// The user's live sessions, as the screen "Active sessions" shows them.
import { accountIdOf } from '../domain/account/accountId.ts';
import { shownDevices } from '../domain/account/activity.ts';
import { draftOf, requireOwn } from '../domain/account/caller.ts';
import type { Draft, Known } from '../domain/account/draft.ts';
import type { PushReach } from '../domain/account/pushes.ts';
import { pushesOf } from '../domain/account/pushes.ts';
import type { SessionView } from '../domain/account/view.ts';
import type {
  DeviceSession,
  DeviceSessionWithEnd,
  Viewer,
} from '../domain/session/deviceSession.ts';
import {
  inListOrder,
  operator,
  toDeviceSession,
  toDeviceSessionWithEnd,
} from '../domain/session/deviceSession.ts';
import type { Moment } from '../domain/session/moment.ts';
import { dayMs } from '../domain/session/policy.ts';
import type { Caller, Owner } from '../domain/session/session.ts';
import type { Services } from '../services.ts';
import { readAccount } from './changeAccount.ts';
import { momentOf } from './moment.ts';

/** For how long, and how many, ended sessions are shown. */
const endedDays = 30;
const endedLimit = 50;

type ListServices = Pick<Services, 'sessions' | 'policy' | 'now' | 'newId'>;
type Listed = { sessions: DeviceSession[] | DeviceSessionWithEnd[] };
type Seen = { draft: Draft | null; viewer: Viewer };

/**
 * One read; with `includeEnded` a query beside it, for the sessions that ended in the last 30
 * days, which come last. Says whether pushes reach the caller's device. Throws session_revoked or session_expired; to tell which costs one read.
 */
export async function listSessions(
  services: ListServices,
  caller: Caller,
  options: { includeEnded?: boolean | undefined } = {},
): Promise<Listed & { pushes: PushReach }> {
  const decide = (known: Known, _: unknown, moment: Moment) => {
    const { draft, device } = requireOwn(known, caller, moment);
    return { draft, device, viewer: device.session };
  };
  const { seen, sessions } = await list(services, caller, decide, options);
  return { sessions, pushes: pushesOf(seen.device) };
}

/**
 * The same for an operator, who has no session: in the same order, none of them current. Nobody is
 * refused, and of a user who has none there are none.
 */
export async function listUserSessions(
  services: ListServices,
  owner: Owner,
  options: { includeEnded?: boolean | undefined } = {},
): Promise<Listed> {
  const decide = (known: Known, _: unknown, moment: Moment) => ({
    draft: draftOf(known, owner, moment),
    viewer: operator,
  });
  const { sessions } = await list(services, owner, decide, options);
  return { sessions };
}

async function list<See extends Seen>(
  services: ListServices,
  owner: Owner,
  decide: (known: Known, input: null, moment: Moment) => See,
  { includeEnded = false }: { includeEnded?: boolean | undefined },
): Promise<Listed & { seen: See }> {
  const moment = momentOf(services);
  const since = new Date(moment.now.getTime() - endedDays * dayMs);
  const [seen, ended] = await Promise.all([
    readAccount(services, accountIdOf(owner), decide, null, moment),
    includeEnded ? services.sessions.findEndedViews(owner, since, endedLimit) : [],
  ]);
  const { draft, viewer } = seen;
  const shown = draft ? shownDevices(draft.account).map(({ session }) => session) : [];
  if (!includeEnded) {
    return { seen, sessions: inListOrder(shown.map((one) => toDeviceSession(one, viewer))) };
  }
  const view = (one: Parameters<typeof toDeviceSessionWithEnd>[0]) =>
    toDeviceSessionWithEnd(one, viewer);
  const shownIds = new Set(shown.map(({ sessionId }) => sessionId));
  return {
    seen,
    sessions: [
      ...inListOrder(shown.map(view)),
      ...latest([...(draft?.ended ?? []), ...ended], draft, since)
        .filter(({ sessionId }) => !shownIds.has(sessionId))
        .map(view),
    ],
  };
}

/** Also those that have run out and of which nobody has written that down yet; none of an account that is gone. */
function latest(ended: readonly SessionView[], draft: Draft | null, since: Date): SessionView[] {
  const beganAt = draft?.account.beganAt ?? since;
  return [...new Map(ended.map((one) => [one.sessionId, one])).values()]
    .filter(({ createdAt }) => createdAt >= beganAt || !draft)
    .filter(({ revokedAt }) => revokedAt !== null && revokedAt >= since)
    .sort((a, b) => Number(b.revokedAt) - Number(a.revokedAt))
    .slice(0, endedLimit);
}
