// Gives a session of the user another name.
import { decideRename } from '../domain/revocation/renaming.ts';
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import type { Caller } from '../domain/session/session.ts';
import type { DeviceSession } from '../domain/session/deviceSession.ts';
import { explainUnconfirmed } from './explainUnconfirmed.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOwed.ts';

/** Errors: those of `decideRename`. */
export async function renameSession(
  services: SendServices,
  caller: Caller,
  { sessionId, deviceName }: { sessionId: string; deviceName: string | null },
): Promise<{ session: DeviceSession }> {
  const moment = momentOf(services);
  try {
    const session = await services.sessions.changeRecords(
      [caller.sessionId, sessionId],
      (records) => decideRename(records, { caller, sessionId, deviceName }, moment),
    );
    return { session: toDeviceSession(session, caller.sessionId, moment) };
  } catch (error) {
    throw await explainUnconfirmed(services, caller, error);
  }
}
