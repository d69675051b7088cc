// The guard's question: does this caller's session live? Asked of Firestore at each call.
import type { SessionView } from '../domain/account/view.ts';
import { requireLive } from '../domain/session/lifetime.ts';
import type { Caller } from '../domain/session/session.ts';
import type { Services } from '../services.ts';

/** The caller as an access token names it, which says nothing of a tenant. */
export type AccessTokenCaller = Omit<Caller, 'tenantId'>;

/** Throws session_revoked or session_expired. */
export async function requireLiveSession(
  { sessions, now }: Pick<Services, 'sessions' | 'now'>,
  caller: Caller | AccessTokenCaller,
): Promise<SessionView> {
  const found = await sessions.findView(caller.sessionId);
  return requireLive(found, { tenantId: found?.tenantId ?? null, ...caller }, now());
}
