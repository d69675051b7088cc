// The bearer token of a request (RFC 6750 §2.1): in the Authorization header and nowhere else.
import { SessionError } from '../errors.ts';

/** Throws sign_in_required where there is none. */
export function bearerToken(authorization: string | undefined): string {
  const [, token] = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) throw new SessionError('sign_in_required');
  return token;
}
