// Ends every session of a user, for the team's support staff and back ends.
import { decideEndAll } from '../domain/revocation/revocation.ts';
import type { Owner } from '../domain/session/session.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOwed.ts';
import { sendOwed } from './sendOwed.ts';

/**
 * Ends them for the reason `operator`, forgets every device of the user, and tells the devices. A login
 * that nobody was told of yet is told of by mail and hook. Of a user who has none, none are ended. The same call again ends nothing and changes nothing.
 */
export async function endUserSessions(
  services: SendServices,
  owner: Owner,
): Promise<{ revokedCount: number }> {
  const moment = momentOf(services);
  // What one run ends is no open session any more: the next run must be shown it.
  const ids = new Set<string>();
  const { ended, toLogOut } = await services.sessions.changeUserRecords(
    owner,
    ids,
    (records, orphans) => {
      const plan = decideEndAll(records, moment, { orphans });
      for (const { session } of plan.result.ended) ids.add(session.sessionId);
      return plan;
    },
  );
  await sendOwed(services, toLogOut);
  return { revokedCount: ended.length };
}
