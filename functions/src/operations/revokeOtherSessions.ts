// "Sign out from all other sessions".
import { decideRevokeOthers } from '../domain/revocation/revocation.ts';
import type { Caller } from '../domain/session/session.ts';
import { explainUnconfirmed } from './explainUnconfirmed.ts';
import { momentOf } from './moment.ts';
import {
  findReauthentication,
  type RevokeServices,
  type WithReauthentication,
} from './revokeSession.ts';
import { sendOwed } from './sendOwed.ts';

/** Errors: those of `decideRevokeOthers`; then none is ended. */
export async function revokeOtherSessions(
  services: RevokeServices,
  caller: Caller,
  { reauthToken }: WithReauthentication = {},
): Promise<{ revokedCount: number }> {
  const reauthentication = await findReauthentication(services, caller, reauthToken);
  const moment = momentOf(services);
  try {
    const { revokedCount, toLogOut } = await services.sessions.changeUserRecords(
      caller,
      [caller.sessionId],
      (records) => decideRevokeOthers(records, { caller, reauthentication }, moment),
    );
    await sendOwed(services, toLogOut);
    return { revokedCount };
  } catch (error) {
    throw await explainUnconfirmed(services, caller, error);
  }
}
