// Closes one other session of the user and tells its device.
import { decideCloseDevice, decideRevoke } from '../domain/revocation/revocation.ts';
import type { Reauthentication } from '../domain/revocation/reauthentication.ts';
import type { Caller } from '../domain/session/session.ts';
import type { Services } from '../services.ts';
import { explainUnconfirmed } from './explainUnconfirmed.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOwed.ts';
import { sendOwed } from './sendOwed.ts';

export type RevokeServices = SendServices & Pick<Services, 'accounts'>;

/** A Firebase ID token of a sign-in just made, that shows more than the one behind the session. */
export interface WithReauthentication {
  reauthToken?: string | undefined;
}

/**
 * Closing what is already closed succeeds, sends what is still owed of it, and forgets its device. A
 * session that its device has meanwhile replaced by a new one is closed in that new one. Errors: those of
 * `decideRevoke`.
 */
export async function revokeSession(
  services: RevokeServices,
  caller: Caller,
  { sessionId, reauthToken }: { sessionId: string } & WithReauthentication,
): Promise<{ sessionId: string; revoked: true }> {
  const { sessions } = services;
  const reauthentication = await findReauthentication(services, caller, reauthToken);
  const moment = momentOf(services);
  const actor = { caller, reauthentication };
  const ids = [caller.sessionId, sessionId];
  try {
    const { toLogOut, closing } = await (reauthentication
      ? sessions.changeUserRecords(caller, ids, (records) =>
          decideRevoke(records, { ...actor, sessionId }, moment),
        )
      : sessions.changeRecords(ids, (records) =>
          decideRevoke(records, { ...actor, sessionId }, moment),
        ));
    const successors = closing
      ? await sessions.changeUserRecords(caller, [caller.sessionId], (records) =>
          decideCloseDevice(records, { ...actor, ...closing }, moment),
        )
      : [];
    await sendOwed(services, [...toLogOut, ...successors]);
    return { sessionId, revoked: true };
  } catch (error) {
    throw await explainUnconfirmed(services, caller, error);
  }
}

/** What the token shows, where it is good; null where there is none. */
export async function findReauthentication(
  { accounts }: Pick<Services, 'accounts'>,
  { userId, tenantId }: Caller,
  reauthToken: string | undefined,
): Promise<Reauthentication | null> {
  if (reauthToken === undefined) return null;
  return await accounts.verifyReauthentication(reauthToken, { userId, tenantId });
}
