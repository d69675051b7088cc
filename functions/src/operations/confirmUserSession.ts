// "It was him", said by the team's support staff.
import { decideConfirmByOperator } from '../domain/revocation/loginAnswer.ts';
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import { idPattern, type Owner } from '../domain/session/session.ts';
import type { DeviceSession } from '../domain/session/deviceSession.ts';
import { SessionError } from '../errors.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOwed.ts';
import { sendOwed } from './sendOwed.ts';

/** Returns the session as it is now. Throws session_not_found. */
export async function confirmUserSession(
  services: SendServices,
  owner: Owner,
  sessionId: string,
): Promise<{ session: DeviceSession }> {
  // What no session is called would be an invalid path to Firestore.
  if (!idPattern.test(sessionId)) throw new SessionError('session_not_found');
  const moment = momentOf(services);
  const { session, owing, records } = await services.sessions.changeUserRecords(
    owner,
    [sessionId],
    (records) => {
      const plan = decideConfirmByOperator(records, { owner, sessionId }, moment);
      return { ...plan, result: { ...plan.result, records } };
    },
  );
  await sendOwed(services, owing, records);
  return { session: toDeviceSession(session, '', moment) };
}
