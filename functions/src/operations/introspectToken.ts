// Tells an API of the team whether a token is good (RFC 7662): by the stored session, never by the token's word.
import { isLive, requireLive } from '../domain/session/lifetime.ts';
import { callerOf } from '../domain/refresh/refresh.ts';
import type { AccessTokenClaims } from '../domain/refresh/tokens.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';

/** Times in seconds since 1970 (RFC 7519 NumericDate). */
export type Introspection =
  | { active: false }
  | {
      active: true;
      token_type: 'Bearer' | 'refresh_token';
      sub: string;
      sid: string;
      device_id: string;
      exp: number;
      iat: number;
      client_id?: string;
      iss?: string;
      aud?: string;
      jti?: string;
    };

const inactive: Introspection = { active: false };

/** `{active: false}` for anything doubtful; a forged token costs no database access. */
export async function introspectToken(
  services: Pick<Services, 'sessions' | 'tokens' | 'now'>,
  token: string,
): Promise<Introspection> {
  const now = services.now();
  const parts = await services.tokens.parseRefreshToken(token);
  if (parts) return await introspectRefreshToken(services, parts, now);
  try {
    const claims = await services.tokens.verifyAccessToken(token, now);
    return await introspectAccessToken(services, claims, now);
  } catch (error) {
    if (error instanceof SessionError) return inactive;
    throw error;
  }
}

async function introspectRefreshToken(
  { sessions }: Pick<Services, 'sessions'>,
  { sessionId, nonce }: { sessionId: string; nonce: string },
  now: Date,
): Promise<Introspection> {
  const record = await sessions.findRecord(sessionId);
  if (!record || !isLive(record.session, now)) return inactive;
  const { refresh } = record.secrets;
  if (refresh?.currentNonce !== nonce) return inactive;
  const { userId, deviceId } = callerOf(record);
  return {
    active: true,
    token_type: 'refresh_token',
    sub: userId,
    sid: sessionId,
    device_id: deviceId,
    exp: toSeconds(record.session.expiresAt),
    iat: toSeconds(refresh.rotatedAt),
  };
}

/** Throws a SessionError where the session is over, or not the token's. */
async function introspectAccessToken(
  { sessions }: Pick<Services, 'sessions'>,
  claims: AccessTokenClaims,
  now: Date,
): Promise<Introspection> {
  const { sessionId, userId, deviceId } = claims;
  const session = requireLive(await sessions.findSession(sessionId), claims, now);
  return {
    active: true,
    token_type: 'Bearer',
    sub: userId,
    sid: sessionId,
    device_id: deviceId,
    exp: Math.min(toSeconds(claims.expiresAt), toSeconds(session.expiresAt)),
    iat: toSeconds(claims.issuedAt),
    client_id: claims.clientId,
    iss: claims.issuer,
    aud: claims.audience,
    jti: claims.tokenId,
  };
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
