// "Sign out from all other sessions".
import type { Caller } from '../domain/session/session.ts';
import { decideRevokeOthers } from '../domain/revocation/revocation.ts';
import { explainUnconfirmed } from './explainUnconfirmed.ts';
import { forceLogout } from './forceLogout.ts';
import {
  findReauthentication,
  type RevokeServices,
  type WithReauthentication,
} from './revokeSession.ts';

/**
 * Errors: session_revoked or session_expired where the caller's own session is over;
 * session_unconfirmed where it is too young to end some older one, and then none is ended.
 */
export async function revokeOtherSessions(
  services: RevokeServices,
  caller: Caller,
  { reauthToken }: WithReauthentication = {},
): Promise<{ revokedCount: number }> {
  const { sessions, policy } = services;
  const reauthentication = await findReauthentication(services, reauthToken);
  const now = services.now();
  return await explainUnconfirmed(services, caller, async () => {
    const { revokedCount, toLogOut } = await sessions.changeOpenRecords(
      caller.userId,
      [caller.sessionId],
      (records) => decideRevokeOthers(records, { caller, reauthentication }, policy, now),
    );
    await forceLogout(services, toLogOut);
    return { revokedCount };
  });
}
