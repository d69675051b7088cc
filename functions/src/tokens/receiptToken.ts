// Receipt tokens, `<sessionId>.<exp>.<mac>`: with it a device that was told to log out can say that it
// has, and nothing else. The MAC covers a prefix that no refresh token has: neither can ever stand for the
// other.
import { idPattern } from '../domain/session/session.ts';
import { SessionError } from '../errors.ts';
import { fromSeconds, toSeconds } from './jwt.ts';
import { isMac, makeMac } from './mac.ts';
import type { SessionKeys } from './sessionKeys.ts';
import type { ReceiptClaims } from '../domain/refresh/tokens.ts';

const shape = /^([A-Za-z0-9_-]{22})\.([1-9][0-9]{0,10})\.([A-Za-z0-9_-]{43})$/;

/** Good before `expiresAt`, in whole seconds. Throws a TypeError for what is not a session id. */
export function issueReceiptToken(
  keys: SessionKeys,
  { sessionId, expiresAt }: ReceiptClaims,
): string {
  if (!idPattern.test(sessionId)) throw new TypeError('A receipt token needs a session id');
  const text = `${sessionId}.${toSeconds(expiresAt)}`;
  return `${text}.${makeMac(keys, covered(text))}`;
}

/** Throws token_invalid for anything but a receipt token of ours that has not expired. */
export function verifyReceiptToken(keys: SessionKeys, token: unknown, now: Date): ReceiptClaims {
  const match = typeof token === 'string' ? shape.exec(token) : null;
  const [, sessionId = '', seconds = '', mac = ''] = match ?? [];
  if (!match || !isMac(keys, covered(`${sessionId}.${seconds}`), mac)) {
    throw new SessionError('token_invalid');
  }
  const expiresAt = fromSeconds(Number(seconds));
  if (now >= expiresAt) throw new SessionError('token_invalid');
  return { sessionId, expiresAt };
}

function covered(text: string): string {
  return `logout-receipt.${text}`;
}
