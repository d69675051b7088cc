// The end of a session whose refresh token was copied.
import { decideReuseEnd } from '../domain/refresh/reuse.ts';
import type { SessionRecord } from '../domain/session/session.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOwed.ts';
import { sendOwed } from './sendOwed.ts';

/**
 * Ends the session and tells its device and the user's other ones. What must be told is written with
 * the end, so a crash loses none of it, and the end waits for nothing else.
 */
export async function endStolenSession(
  services: SendServices,
  { session }: SessionRecord,
): Promise<void> {
  const { sessionId } = session;
  const moment = momentOf(services);
  const { ended, records } = await services.sessions.changeUserRecords(
    session,
    [sessionId],
    (records) => {
      const plan = decideReuseEnd(records, sessionId, moment);
      return { ...plan, result: { ended: plan.result, records } };
    },
  );
  if (ended) await sendOwed(services, [ended], records);
}
