// Closes one other session of the user and tells its device.
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideRevoke } from '../domain/revocation/revocation.ts';
import type { Caller } from '../domain/session/session.ts';
import { changeAccount } from './changeAccount.ts';
import type { RevokeServices, WithReauthentication } from './findReauthentication.ts';
import { findReauthentication } from './findReauthentication.ts';
import { momentOf } from './moment.ts';
import { sendOutbox } from './sendOutbox.ts';

/** Errors: those of `decideRevoke`. */
export async function revokeSession(
  services: RevokeServices,
  caller: Caller,
  { sessionId, reauthToken }: { sessionId: string } & WithReauthentication,
): Promise<{ sessionId: string; revoked: true }> {
  const reauthentication = await findReauthentication(services, caller, reauthToken);
  const input = { callId: services.newId(), caller, reauthentication, sessionId };
  const { result, account } = await changeAccount(
    ...([services, accountIdOf(caller), decideRevoke, input, momentOf(services)] as const),
  );
  await sendOutbox(services, account, result.pushIds);
  return { sessionId, revoked: true };
}
