// Device tokens, `<nonce>.<mac>`: an installation, whoever signs in on it. The app keeps its token across
// sign-outs; the database keeps the nonce, which without a key makes no token.
import { idPattern } from '../domain/session/session.ts';
import { isMac, makeMac } from './mac.ts';
import type { SessionKeys } from './sessionKeys.ts';

const shape = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/** Under the key in use. Throws a TypeError where the nonce is not 22 characters of base64url. */
export function issueDeviceToken(keys: SessionKeys, installation: string): string {
  if (!idPattern.test(installation)) {
    throw new TypeError('A device token is made of a nonce of 128 bits');
  }
  return `${installation}.${makeMac(keys, installation)}`;
}

/** The nonce of a token that some key of the set made; null for everything else. */
export function parseDeviceToken(keys: SessionKeys, token: unknown): string | null {
  const match = typeof token === 'string' ? shape.exec(token) : null;
  if (!match) return null;
  const [, installation = '', mac = ''] = match;
  return isMac(keys, installation, mac) ? installation : null;
}
