// Access tokens: JWTs of RFC 9068 that name user, session and device. Good until they expire, whatever
// becomes of the session: who must know that at once asks for the session too (the guard does).
import { randomUUID } from 'node:crypto';
import { fromSeconds, signJwt, toSeconds, type VerifiedClaims, verifyJwt } from './jwt.ts';
import type { SessionKeys } from './sessionKeys.ts';
import type { AccessTokenClaims } from '../domain/refresh/tokens.ts';

const typ = 'at+jwt';
const strings = ['sub', 'sid', 'device_id', 'client_id', 'jti'] as const;
type Verified = VerifiedClaims<(typeof strings)[number]>;

export interface AccessTokenInput {
  /** An https URI that names this backend (RFC 9068 §2.2). */
  issuer: string;
  audience: string;
  clientId: string;
  userId: string;
  sessionId: string;
  deviceId: string;
  lifetimeSeconds: number;
}

/** Whose access tokens are meant: both must be the token's own, exactly. */
export interface AccessTokenScope {
  issuer: string;
  audience: string;
}

export async function issueAccessToken(
  keys: SessionKeys,
  input: AccessTokenInput,
  now: Date,
): Promise<string> {
  return signJwt(keys, typ, {
    iss: input.issuer,
    aud: input.audience,
    sub: input.userId,
    sid: input.sessionId,
    device_id: input.deviceId,
    client_id: input.clientId,
    iat: toSeconds(now),
    exp: toSeconds(now) + input.lifetimeSeconds,
    jti: randomUUID(),
  });
}

/** Throws token_invalid for anything but an access token of this issuer and audience, good at `now`. */
export async function verifyAccessToken(
  keys: SessionKeys,
  token: unknown,
  { issuer, audience }: AccessTokenScope,
  now: Date,
): Promise<AccessTokenClaims> {
  return toClaims(await verifyJwt(keys, token, { typ, issuer, audience, strings }, now));
}

function toClaims(claims: Verified): AccessTokenClaims {
  return {
    issuer: claims.iss,
    audience: claims.aud,
    clientId: claims.client_id,
    userId: claims.sub,
    sessionId: claims.sid,
    deviceId: claims.device_id,
    tokenId: claims.jti,
    issuedAt: fromSeconds(claims.iat),
    expiresAt: fromSeconds(claims.exp),
  };
}
