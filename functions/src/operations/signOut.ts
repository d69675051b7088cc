// Ends the session in use: the only way to close the device in hand.
import type { Caller } from '../domain/session/session.ts';
import { decideSignOut } from '../domain/revocation/revocation.ts';
import type { Services } from '../services.ts';

/** Errors: session_revoked or session_expired where the session is already over. */
export async function signOut(
  services: Pick<Services, 'sessions' | 'policy' | 'now'>,
  caller: Caller,
): Promise<Record<string, never>> {
  const now = services.now();
  await services.sessions.changeRecords([caller.sessionId], (records) =>
    decideSignOut(records, { caller }, services.policy, now),
  );
  return {};
}
