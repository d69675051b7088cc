// "It was him", said by the team's support staff.
import { decideConfirmByOperator } from '../domain/revocation/loginAnswer.ts';
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import type { Owner } from '../domain/session/session.ts';
import type { DeviceSession } from '../domain/session/deviceSession.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOwed.ts';
import { sendOwed } from './sendOwed.ts';

/** Returns the session as it is now. Throws session_not_found. */
export async function confirmUserSession(
  services: SendServices,
  owner: Owner,
  sessionId: string,
): Promise<{ session: DeviceSession }> {
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
