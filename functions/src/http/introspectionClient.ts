// Who may ask about tokens: whoever holds the introspection secret (RFC 7662 §2.1).
import type { Request } from 'firebase-functions/v2/https';

/**
 * The secret that a request presents: as a bearer token, as the password of HTTP Basic with any client
 * id (client_secret_basic), or as `client_secret` in the body. Null where it presents none.
 */
export function secretOf(request: Request, parameters: Record<string, unknown>): string | null {
  const [scheme, credentials = ''] = (request.get('authorization') ?? '').split(' ', 2);
  if (scheme?.toLowerCase() === 'bearer') return credentials;
  if (scheme?.toLowerCase() === 'basic') return basicPassword(credentials);
  const secret = parameters.client_secret;
  return typeof secret === 'string' ? secret : null;
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. */
function basicPassword(credentials: string): string | null {
  const [, password] = Buffer.from(credentials, 'base64').toString('utf8').split(/:(.*)/s);
  try {
    return password === undefined ? null : decodeURIComponent(password.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
