// "Sign out from all other sessions".
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideRevokeOthers } from '../domain/revocation/revocation.ts';
import type { Caller } from '../domain/session/session.ts';
import { findReauthentication, type WithReauthentication } from './findReauthentication.ts';
import type { SendServices } from './sending.ts';
import { changeAndTell } from './sendOutbox.ts';

/** Errors: those of `decideRevokeOthers`; then none is ended. */
export async function revokeOtherSessions(
  services: SendServices,
  caller: Caller,
  { reauthToken }: WithReauthentication = {},
): Promise<{ revokedCount: number }> {
  const reauthentication = await findReauthentication(services, caller, reauthToken);
  const input = { callId: services.newId(), caller, reauthentication };
  const { result } = await changeAndTell(services, accountIdOf(caller), decideRevokeOthers, input);
  return { revokedCount: result.revokedCount };
}
