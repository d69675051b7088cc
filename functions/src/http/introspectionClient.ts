// Who may ask about tokens: whoever holds the introspection secret (RFC 7662 §2.1).
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'firebase-functions/v2/https';

/**
 * Whether a request presents the very secret; never where none is configured. The time it takes does not tell
 * how much of it, or how long it, was right. A line break at the end is no part of it: `echo` leaves one in
 * what is stored, and no header could carry it.
 */
export function presentsSecret(
  request: Request,
  parameters: Record<string, unknown>,
  secret: string,
): boolean {
  const presented = secretOf(request, parameters);
  if (typeof presented !== 'string' || withoutBreak(secret) === '') return false;
  return timingSafeEqual(sha256(withoutBreak(presented)), sha256(withoutBreak(secret)));
}

/**
 * As a bearer token, as the password of HTTP Basic with any client id (client_secret_basic), or as
 * `client_secret` in the body. Undefined, or no text, where it presents none.
 */
function secretOf(request: Request, parameters: Record<string, unknown>): unknown {
  const [scheme, credentials = ''] = (request.get('authorization') ?? '').split(' ', 2);
  if (scheme?.toLowerCase() === 'bearer') return credentials;
  if (scheme?.toLowerCase() === 'basic') return basicPassword(credentials);
  return parameters.client_secret;
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. */
function basicPassword(credentials: string): string | undefined {
  const [, password] = Buffer.from(credentials, 'base64').toString('utf8').split(/:(.*)/s);
  try {
    return password && decodeURIComponent(password.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function withoutBreak(secret: string): string {
  return secret.replace(/\r?\n$/, '');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
