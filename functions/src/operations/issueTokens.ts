// The token response of RFC 6749 §5.1 for a session.
import type { Services } from '../services.ts';

export interface TokenResponse {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  refresh_token: string;
}

/** `nonce` is the one that the session's stored refresh state names as current. */
export async function issueTokens(
  { tokens, policy }: Pick<Services, 'tokens' | 'policy'>,
  session: { accountId: string; userId: string; sessionId: string; deviceId: string },
  nonce: string,
  now: Date,
): Promise<TokenResponse> {
  const [accessToken, refreshToken] = await Promise.all([
    tokens.issueAccessToken(session, now),
    tokens.issueRefreshToken({ accountId: session.accountId, sessionId: session.sessionId, nonce }),
  ]);
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: policy.accessTokenSeconds,
    refresh_token: refreshToken,
  };
}
