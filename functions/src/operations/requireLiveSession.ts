// The guard's question: does this caller's session live, and is it confirmed? Asked of Firestore at each call.
import { accountIdOf } from '../domain/account/accountId.ts';
import { requireActor } from '../domain/account/caller.ts';
import type { Known } from '../domain/account/draft.ts';
import { isConfirmed } from '../domain/account/view.ts';
import { requireLive } from '../domain/session/lifetime.ts';
import type { Moment } from '../domain/session/moment.ts';
import type { Caller } from '../domain/session/session.ts';
import type { Services } from '../services.ts';
import { readAccount } from './changeAccount.ts';
import { momentOf } from './moment.ts';

/** The caller as an access token names it, which says nothing of a tenant. */
export type AccessTokenCaller = Omit<Caller, 'tenantId'>;

/**
 * Returns whether the session is confirmed. Throws session_revoked or session_expired; where it must be confirmed
 * and is not, session_unconfirmed, with what its account says would lift it: one read more.
 */
export async function requireLiveSession(
  services: Pick<Services, 'sessions' | 'now' | 'policy' | 'newId'>,
  caller: Caller | AccessTokenCaller,
  { confirmed: mustBeConfirmed = false }: { confirmed?: boolean } = {},
): Promise<{ confirmed: boolean }> {
  const moment = momentOf(services);
  const found = await services.sessions.findView(caller.sessionId);
  const whole = { tenantId: found?.tenantId ?? null, ...caller };
  const confirmed = isConfirmed(requireLive(found, whole, moment.now), moment);
  if (confirmed || !mustBeConfirmed) return { confirmed };
  const decide = (known: Known, actor: { caller: Caller }, at: Moment) =>
    requireActor(known, actor, at);
  await readAccount(services, accountIdOf(whole), decide, { caller: whole }, moment);
  return { confirmed: true };
}
