// Exchanges a refresh token for the next one and a new access token (RFC 6749 §6, rotation as RFC 9700 §4.14).
import { decideTokenUse } from '../domain/refresh/refresh.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { TokenResponse } from './issueTokens.ts';
import { issueTokens } from './issueTokens.ts';
import { endStolenSession } from './endStolenSession.ts';

/**
 * A forged token costs no database access. Throws token_invalid for one that is forged or used up,
 * session_revoked or session_expired where it is authentic and its session over. One used up ends
 * its session, and everybody concerned is told before the refusal.
 */
export async function refreshTokens(
  services: Pick<
    Services,
    'sessions' | 'tokens' | 'policy' | 'now' | 'newId' | 'pushes' | 'pushQueue' | 'log'
  >,
  refreshToken: string,
): Promise<TokenResponse> {
  const now = services.now();
  const parts = await services.tokens.parseRefreshToken(refreshToken);
  if (!parts) throw new SessionError('token_invalid');
  const { sessionId, nonce } = parts;
  const use = await services.sessions.changeRecords([sessionId], (records) =>
    decideTokenUse(
      records.get(sessionId),
      { nonce, newNonce: services.newId },
      services.policy,
      now,
    ),
  );
  if (use.kind === 'refreshed') return await issueTokens(services, use.caller, use.nonce, now);
  await endStolenSession(services, sessionId);
  throw new SessionError('token_invalid');
}
