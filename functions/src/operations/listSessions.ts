// The user's live sessions, as the screen "Active sessions" shows them.
import { inListOrder, toDeviceSession } from '../domain/deviceSession.ts';
import type { Caller } from '../domain/lifetime.ts';
import { isLive, requireLive } from '../domain/lifetime.ts';
import type { DeviceSession } from '../domain/session.ts';
import type { Services } from '../services.ts';

/** One query; a second read only to say why a caller whose session is not among them is refused. */
export async function listSessions(
  services: Pick<Services, 'sessions' | 'policy' | 'now'>,
  caller: Caller,
): Promise<{ sessions: DeviceSession[] }> {
  const now = services.now();
  const open = await services.sessions.findOpenSessions(caller.userId);
  const own =
    open.find(({ sessionId }) => sessionId === caller.sessionId) ??
    (await services.sessions.findSession(caller.sessionId));
  requireLive(own, caller, now);
  const live = open.filter((session) => isLive(session, now));
  return {
    sessions: inListOrder(
      live.map((session) => toDeviceSession(session, caller.sessionId, services.policy, now)),
    ),
  };
}
