// Ends every session of a user, for the team's support staff and back ends.
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideEndAll } from '../domain/revocation/revocation.ts';
import type { Owner } from '../domain/session/session.ts';
import { changeAccount } from './changeAccount.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOutbox.ts';
import { sendOutbox } from './sendOutbox.ts';

/**
 * Ends them for the reason `operator`, closes every device of the user, and tells the devices. A login
 * that nobody was told of yet is told of by mail and hook. The same call again ends nothing and changes nothing.
 */
export async function endUserSessions(
  services: SendServices,
  owner: Owner,
): Promise<{ revokedCount: number }> {
  const input = { callId: services.newId(), owner };
  const { result, account } = await changeAccount(
    ...([services, accountIdOf(owner), decideEndAll, input, momentOf(services)] as const),
  );
  await sendOutbox(services, account, result.pushIds);
  return { revokedCount: result.revokedCount };
}
