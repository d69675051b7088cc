// The token response of RFC 6749 §5.1 for a session.
import { secondMs } from '../domain/session/policy.ts';
import type { Services } from '../services.ts';

export interface TokenResponse {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  refresh_token: string;
}

/**
 * `nonce` is the one that the session's stored refresh state names as current. The access token is good for
 * ACCESS_TOKEN_SECONDS, and never longer than its session lives unused.
 */
export async function issueTokens(
  { tokens, policy }: Pick<Services, 'tokens' | 'policy'>,
  session: {
    accountId: string;
    userId: string;
    sessionId: string;
    deviceId: string;
    expiresAt: Date;
  },
  nonce: string,
  now: Date,
): Promise<TokenResponse> {
  const secondsLeft = toSeconds(session.expiresAt) - toSeconds(now);
  const lifetimeSeconds = Math.min(policy.accessTokenSeconds, secondsLeft);
  const [accessToken, refreshToken] = await Promise.all([
    tokens.issueAccessToken(session, lifetimeSeconds, now),
    tokens.issueRefreshToken({ accountId: session.accountId, sessionId: session.sessionId, nonce }),
  ]);
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    refresh_token: refreshToken,
  };
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / secondMs);
}
