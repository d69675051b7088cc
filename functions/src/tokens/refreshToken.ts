// Refresh tokens, `<sessionId>.<nonce>.<mac>` (docs/decisions/0016): a forged one is
// refused without any look at the database, and the database, which holds nonces and no key, makes none.
import { idPattern } from '../domain/session/session.ts';
import { isMac, makeMac } from './mac.ts';
import type { SessionKeys } from './sessionKeys.ts';
import type { RefreshTokenParts } from '../domain/refresh/tokens.ts';

const shape = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/** Throws a TypeError where session id or nonce is not 22 characters of base64url. */
export function issueRefreshToken(keys: SessionKeys, sessionId: string, nonce: string): string {
  if (!idPattern.test(sessionId) || !idPattern.test(nonce)) {
    throw new TypeError('A refresh token is made of a session id and a nonce of 128 bits each');
  }
  const text = `${sessionId}.${nonce}`;
  return `${text}.${makeMac(keys, text)}`;
}

/** The parts of a token that some key of the set made; null for everything else. */
export function parseRefreshToken(keys: SessionKeys, token: unknown): RefreshTokenParts | null {
  const match = typeof token === 'string' ? shape.exec(token) : null;
  if (!match) return null;
  const [, sessionId = '', nonce = '', mac = ''] = match;
  return isMac(keys, `${sessionId}.${nonce}`, mac) ? { sessionId, nonce } : null;
}
