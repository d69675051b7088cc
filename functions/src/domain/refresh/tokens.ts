// The tokens as the rest of the backend sees them: plain strings, dates and claims.
import type { Caller } from '../session/session.ts';

/** What anybody may know of a signing key (RFC 7517). */
export interface PublicJwk {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
  kid: string;
  alg: 'ES256';
  use: 'sig';
}

export interface AccessTokenClaims {
  issuer: string;
  audience: string;
  clientId: string;
  userId: string;
  sessionId: string;
  deviceId: string;
  /** The `jti`: another one in each token. */
  tokenId: string;
  issuedAt: Date;
  expiresAt: Date;
}

export interface RefreshTokenParts {
  sessionId: string;
  nonce: string;
}

export interface AnswerClaims {
  userId: string;
  /** The session that was asked: the receiver of the alert. */
  answeringSessionId: string;
  /** The session that it was asked about. */
  aboutSessionId: string;
  expiresAt: Date;
}

export interface ReceiptClaims {
  sessionId: string;
  expiresAt: Date;
}

/**
 * Every token that this backend makes. `verifyX` throws token_invalid for whatever is not such a
 * token, unexpired; none of them looks at the session, which may be over.
 */
export interface Tokens {
  issueAccessToken(session: Caller, now: Date): Promise<string>;
  verifyAccessToken(token: unknown, now: Date): Promise<AccessTokenClaims>;
  issueRefreshToken(sessionId: string, nonce: string): Promise<string>;
  /** Null for whatever this backend has not made. Says nothing of whether the nonce is still good. */
  parseRefreshToken(token: unknown): Promise<RefreshTokenParts | null>;
  issueAnswerToken(claims: AnswerClaims, now: Date): Promise<string>;
  verifyAnswerToken(token: unknown, now: Date): Promise<AnswerClaims>;
  issueReceiptToken(claims: ReceiptClaims): Promise<string>;
  verifyReceiptToken(token: unknown, now: Date): Promise<ReceiptClaims>;
  /** What the `jwks` endpoint publishes. */
  publicJwks(): Promise<{ keys: PublicJwk[] }>;
}
