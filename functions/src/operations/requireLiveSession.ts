// The guard's question: does this caller's session live, and is it confirmed? Asked of Firestore at each call.
import { accountIdOf } from '../domain/account/accountId.ts';
import { requireActor } from '../domain/account/caller.ts';
import { isConfirmed } from '../domain/account/view.ts';
import { requireLive } from '../domain/session/lifetime.ts';
import type { Caller } from '../domain/session/session.ts';
import { momentOf, readAccount, type ReadServices } from './changeAccount.ts';

/** The caller as an access token names it, which says nothing of a tenant. */
export type AccessTokenCaller = Omit<Caller, 'tenantId'>;

/**
 * Returns whether the session is confirmed. Throws session_revoked or session_expired; where it must be confirmed
 * and is not, session_unconfirmed, with what its account says would lift it: one read more.
 */
export async function requireLiveSession(
  services: ReadServices,
  caller: Caller | AccessTokenCaller,
  { confirmed: mustBeConfirmed = false }: { confirmed?: boolean } = {},
): Promise<{ confirmed: boolean }> {
  const moment = momentOf(services);
  const found = await services.sessions.findView(caller.sessionId);
  const whole = { tenantId: found?.tenantId ?? null, ...caller };
  const confirmed = isConfirmed(requireLive(found, whole, moment.now), moment);
  if (confirmed || !mustBeConfirmed) return { confirmed };
  await readAccount(services, accountIdOf(whole), moment, (known) =>
    requireActor(known, { caller: whole }, moment),
  );
  return { confirmed: true };
}
