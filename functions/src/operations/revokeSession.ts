// Closes one other session of the user and tells its device.
import type { Caller } from '../domain/lifetime.ts';
import { decideRevoke, decideRevokeDevice } from '../domain/revocation.ts';
import type { Services } from '../services.ts';
import { forceLogout } from './forceLogout.ts';

/**
 * Closing what is already closed succeeds. A session that its device has meanwhile replaced by a
 * new one is closed in that new one. Errors: those of `decideRevoke`.
 */
export async function revokeSession(
  services: Pick<Services, 'sessions' | 'policy' | 'now' | 'pushes' | 'pushQueue' | 'log'>,
  caller: Caller,
  { sessionId }: { sessionId: string },
): Promise<{ sessionId: string; revoked: true }> {
  const { sessions, policy } = services;
  const now = services.now();
  const revocation = await sessions.changeRecords([caller.sessionId, sessionId], (records) =>
    decideRevoke(records, { caller, sessionId }, policy, now),
  );
  const { replacedOnDevice: deviceId } = revocation;
  const { loggedOut } = deviceId
    ? await sessions.changeOpenRecords(caller, (records) =>
        decideRevokeDevice(records, { caller, deviceId }, policy, now),
      )
    : revocation;
  await forceLogout(services, loggedOut);
  return { sessionId, revoked: true };
}
