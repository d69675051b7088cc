// A refusal as its caller reads it.
import { HttpsError } from 'firebase-functions/v2/https';
import type { SessionError } from '../errors.ts';

/** As the Firebase SDKs read it: code, message, and `details = {reason, …}`. */
export function toHttpsError(error: SessionError): HttpsError {
  return new HttpsError(error.code, error.message, { reason: error.reason, ...error.details });
}

/** The body of a refusal, as the protocol of callable functions has it. */
export interface CallableRefusal {
  error: { status: string; message: string; details?: unknown };
}

export function toCallableRefusal(error: SessionError): CallableRefusal {
  return { error: toHttpsError(error).toJSON() };
}

/**
 * As OAuth says it: the body of RFC 6749 §5.2 with our reason, the challenge of RFC 6750 §3. A refused
 * refresh is 401 here, not RFC 6749's 400 (docs/decisions/0002).
 */
export function toOAuthRefusal(error: SessionError, oauthError: string = error.oauthError) {
  const { status, reason, details } = error;
  const description = error.message.replaceAll('"', "'");
  const headers: Record<string, string> = {};
  if (status === 401) {
    // Who shows no credential is told which to show, and of no error (RFC 6750 §3.1).
    const fault = ` error="${oauthError}", error_description="${description}"`;
    headers['WWW-Authenticate'] = `Bearer${reason === 'sign_in_required' ? '' : fault}`;
  }
  if (details.retryAfterSeconds !== undefined) {
    headers['Retry-After'] = String(details.retryAfterSeconds);
  }
  const body = { error: oauthError, error_description: description, reason, ...details };
  return { status, body, headers };
}

/** The same for an API that is called with an access token (RFC 6750 §3.1). */
export function toBearerRefusal(error: SessionError) {
  return toOAuthRefusal(error, error.status === 401 ? 'invalid_token' : error.oauthError);
}
