// Gives a session of the user another name.
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideRename } from '../domain/revocation/renaming.ts';
import { toDeviceSession, type DeviceSession } from '../domain/session/deviceSession.ts';
import type { Caller } from '../domain/session/session.ts';
import { changeAccount, type ChangeServices } from './changeAccount.ts';

/** Errors: those of `decideRename`. */
export async function renameSession(
  services: ChangeServices,
  caller: Caller,
  { sessionId, deviceName }: { sessionId: string; deviceName: string | null },
): Promise<{ session: DeviceSession }> {
  const input = { caller, sessionId, deviceName };
  const { result } = await changeAccount(services, accountIdOf(caller), decideRename, input, {
    isPatient: true,
  });
  return { session: toDeviceSession(result, { ...caller, confirmed: true }) };
}
