// Closes one other session of the user and tells its device.
import type { Caller } from '../domain/session/session.ts';
import { decideRevoke, decideRevokeDevice } from '../domain/revocation/revocation.ts';
import type { Services } from '../services.ts';
import { explainUnconfirmed } from './explainUnconfirmed.ts';
import { forceLogout } from './forceLogout.ts';

export type RevokeServices = Pick<
  Services,
  'sessions' | 'accounts' | 'policy' | 'now' | 'pushes' | 'pushQueue' | 'tokens' | 'log'
>;

/** A Firebase ID token of a sign-in just made, that shows more than the one behind the session. */
export interface WithReauthentication {
  reauthToken?: string | undefined;
}

/**
 * Closing what is already closed succeeds. A session that its device has meanwhile replaced by a
 * new one is closed in that new one. Errors: those of `decideRevoke`.
 */
export async function revokeSession(
  services: RevokeServices,
  caller: Caller,
  { sessionId, reauthToken }: { sessionId: string } & WithReauthentication,
): Promise<{ sessionId: string; revoked: true }> {
  const { sessions, policy } = services;
  const reauthentication = await findReauthentication(services, reauthToken);
  const now = services.now();
  await explainUnconfirmed(services, caller, async () => {
    const revocation = await sessions.changeRecords([caller.sessionId, sessionId], (records) =>
      decideRevoke(records, { caller, reauthentication, sessionId }, policy, now),
    );
    const { replacedOnDevice: deviceId } = revocation;
    const { toLogOut } = deviceId
      ? await sessions.changeOpenRecords(caller.userId, [caller.sessionId], (records) =>
          decideRevokeDevice(records, { caller, reauthentication, deviceId }, policy, now),
        )
      : revocation;
    await forceLogout(services, toLogOut);
  });
  return { sessionId, revoked: true };
}

export async function findReauthentication(
  { accounts }: Pick<Services, 'accounts'>,
  reauthToken: string | undefined,
) {
  return reauthToken === undefined ? null : await accounts.verifyReauthentication(reauthToken);
}
