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
  // What one run ends is no open session any more: the next run must be shown it.
  const ids = new Set([caller.sessionId]);
  try {
    const { ended, toLogOut } = await services.sessions.changeUserRecords(
      caller,
      ids,
      (records, orphans) => {
        const plan = decideRevokeOthers(records, { caller, reauthentication }, moment, orphans);
        for (const { session } of plan.result.ended) ids.add(session.sessionId);
        return plan;
      },
    );
    await sendOwed(services, toLogOut);
    return { revokedCount: ended.length };
  } catch (error) {
    throw await explainUnconfirmed(services, caller, error);
  }
}
