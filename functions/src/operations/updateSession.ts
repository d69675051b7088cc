// Takes what has changed on the device in use, and counts as activity.
import type { DeviceUpdate } from '../domain/session/activity.ts';
import { decideUpdate } from '../domain/session/activity.ts';
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import type { Caller, DeviceSession } from '../domain/session/session.ts';
import type { Services } from '../services.ts';

/** Writes nothing when nothing changed and the last activity is recent. Errors: those of `decideUpdate`. */
export async function updateSession(
  services: Pick<Services, 'sessions' | 'policy' | 'now'>,
  caller: Caller,
  update: DeviceUpdate,
): Promise<{ session: DeviceSession }> {
  const { policy } = services;
  const now = services.now();
  const session = await services.sessions.changeRecords([caller.sessionId], (records) =>
    decideUpdate(records, { caller, update }, policy, now),
  );
  return { session: toDeviceSession(session, caller.sessionId, policy, now) };
}
