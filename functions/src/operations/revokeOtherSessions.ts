// "Sign out from all other sessions".
import type { Caller } from '../domain/lifetime.ts';
import { decideRevokeOthers } from '../domain/revocation.ts';
import type { Services } from '../services.ts';
import { forceLogout } from './forceLogout.ts';

/** Errors: session_revoked or session_expired where the caller's own session is over. */
export async function revokeOtherSessions(
  services: Pick<Services, 'sessions' | 'policy' | 'now' | 'pushes' | 'pushQueue' | 'log'>,
  caller: Caller,
): Promise<{ revokedCount: number }> {
  const now = services.now();
  const { revokedCount, loggedOut } = await services.sessions.changeOpenRecords(caller, (records) =>
    decideRevokeOthers(records, { caller }, services.policy, now),
  );
  await forceLogout(services, loggedOut);
  return { revokedCount };
}
