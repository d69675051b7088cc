// Closes one other session of the user and tells its device.
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideRevoke } from '../domain/revocation/revocation.ts';
import type { Caller } from '../domain/session/session.ts';
import { findReauthentication, type WithReauthentication } from './findReauthentication.ts';
import type { SendServices } from './sending.ts';
import { changeAndTell } from './sendOutbox.ts';

/** Errors: those of `decideRevoke`. */
export async function revokeSession(
  services: SendServices,
  caller: Caller,
  { sessionId, reauthToken }: { sessionId: string } & WithReauthentication,
): Promise<{ sessionId: string; revoked: true }> {
  const reauthentication = await findReauthentication(services, caller, reauthToken);
  const input = { callId: services.newId(), caller, reauthentication, sessionId };
  await changeAndTell(services, accountIdOf(caller), decideRevoke, input);
  return { sessionId, revoked: true };
}
