// Ends every session of a user, for the team's support staff and back ends.
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideEndAll } from '../domain/revocation/revocation.ts';
import type { Owner } from '../domain/session/session.ts';
import type { SendServices } from './sending.ts';
import { changeAndTell } from './sendOutbox.ts';

/**
 * Ends them for the reason `operator`, closes every device of the user, and tells the devices. A login
 * that nobody was told of yet is told of by mail and hook. The same call again ends nothing and changes nothing.
 */
export async function endUserSessions(
  services: SendServices,
  owner: Owner,
): Promise<{ revokedCount: number }> {
  const input = { callId: services.newId(), owner };
  const { result } = await changeAndTell(services, accountIdOf(owner), decideEndAll, input);
  return { revokedCount: result.revokedCount };
}
