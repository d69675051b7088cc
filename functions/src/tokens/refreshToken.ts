// Refresh tokens, `<accountId>.<sessionId>.<nonce>.<mac>` (docs/decisions/0016): a forged one is
// refused without any look at the database, and the database, which holds nonces and no key, makes none.
import { accountIdPattern } from '../domain/account/accountId.ts';
import { idPattern } from '../domain/session/session.ts';
import { isMac, makeMac } from './mac.ts';
import type { SessionKeys } from './sessionKeys.ts';
import type { RefreshTokenParts } from '../domain/refresh/tokens.ts';

const shape =
  /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/** Throws a TypeError where account id, session id or nonce are not base64url of their lengths. */
export function issueRefreshToken(
  keys: SessionKeys,
  { accountId, sessionId, nonce }: RefreshTokenParts,
): string {
  if (!accountIdPattern.test(accountId) || !idPattern.test(sessionId) || !idPattern.test(nonce)) {
    throw new TypeError('A refresh token is made of an account id, a session id and a nonce');
  }
  const text = `${accountId}.${sessionId}.${nonce}`;
  return `${text}.${makeMac(keys, text)}`;
}

/** The parts of a token that some key of the set made; null for everything else. */
export function parseRefreshToken(keys: SessionKeys, token: unknown): RefreshTokenParts | null {
  const match = typeof token === 'string' ? shape.exec(token) : null;
  if (!match) return null;
  const [, accountId = '', sessionId = '', nonce = '', mac = ''] = match;
  return isMac(keys, `${accountId}.${sessionId}.${nonce}`, mac)
    ? { accountId, sessionId, nonce }
    : null;
}
