// "Sign out from all other sessions".
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideRevokeOthers } from '../domain/revocation/revocation.ts';
import type { Caller } from '../domain/session/session.ts';
import { changeAccount } from './changeAccount.ts';
import type { RevokeServices, WithReauthentication } from './findReauthentication.ts';
import { findReauthentication } from './findReauthentication.ts';
import { momentOf } from './moment.ts';
import { sendOutbox } from './sendOutbox.ts';

/** Errors: those of `decideRevokeOthers`; then none is ended. */
export async function revokeOtherSessions(
  services: RevokeServices,
  caller: Caller,
  { reauthToken }: WithReauthentication = {},
): Promise<{ revokedCount: number }> {
  const reauthentication = await findReauthentication(services, caller, reauthToken);
  const input = { callId: services.newId(), caller, reauthentication };
  const { result, account } = await changeAccount(
    ...([services, accountIdOf(caller), decideRevokeOthers, input, momentOf(services)] as const),
  );
  await sendOutbox(services, account, result.pushIds);
  return { revokedCount: result.revokedCount };
}
