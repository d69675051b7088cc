// The tokens as the rest of the backend sees them: plain strings, dates and claims.

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

export interface RefreshTokenParts {
  accountId: string;
  sessionId: string;
  nonce: string;
}

export interface AnswerClaims {
  accountId: string;
  /** The session that was asked, the receiver of the alert, and the key of its device. */
  answeringSessionId: string;
  answeringDevice: string;
  /** The keys of the devices that it was asked about; several for "no" only. */
  about: readonly string[];
  expiresAt: Date;
}

export interface ReceiptClaims {
  sessionId: string;
  expiresAt: Date;
}
