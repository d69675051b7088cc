// The token response of RFC 6749 §5.1 for a session.
import type { OpenSession } from '../domain/account/account.ts';
import { secondOf } from '../domain/session/policy.ts';
import type { Services } from '../services.ts';

export interface TokenResponse {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  refresh_token: string;
}

/**
 * The refresh token carries the session's current nonce. The access token is good for ACCESS_TOKEN_SECONDS, and
 * never longer than its session lives unused.
 */
export async function issueTokens(
  { tokens, policy }: Pick<Services, 'tokens' | 'policy'>,
  { accountId, userId, session }: { accountId: string; userId: string; session: OpenSession },
  now: Date,
): Promise<TokenResponse> {
  const { sessionId, deviceId, expiresAt, refresh } = session;
  const secondsLeft = secondOf(expiresAt) - secondOf(now);
  const lifetimeSeconds = Math.min(policy.accessTokenSeconds, secondsLeft);
  const [accessToken, refreshToken] = await Promise.all([
    tokens.issueAccessToken({ userId, sessionId, deviceId }, lifetimeSeconds, now),
    tokens.issueRefreshToken({ accountId, sessionId, nonce: refresh.currentNonce }),
  ]);
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    refresh_token: refreshToken,
  };
}
