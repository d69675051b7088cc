// A refusal as OAuth says it: the body of RFC 6749 §5.2 with our reason, the challenge of RFC 6750 §3.
// A refused refresh is 401 here, not RFC 6749's 400 (docs/decisions/0002).
import type { SessionError } from '../errors.ts';

export interface OAuthRefusal {
  status: number;
  body: { error: string; error_description: string; reason: string };
  headers: Record<string, string>;
}

export function toOAuthRefusal(error: SessionError): OAuthRefusal {
  return refusal(error, error.oauthError);
}

/** The same for an API that is called with an access token (RFC 6750 §3.1). */
export function toBearerRefusal(error: SessionError): OAuthRefusal {
  return refusal(error, error.status === 401 ? 'invalid_token' : error.oauthError);
}

function refusal(error: SessionError, oauthError: string): OAuthRefusal {
  const { status, message, reason, details } = error;
  const description = message.replaceAll('"', "'");
  const { retryAfterSeconds } = details;
  return {
    status,
    body: { error: oauthError, error_description: description, reason, ...details },
    headers: {
      ...(status === 401 && {
        'WWW-Authenticate':
          // Who shows no credential is told which to show, and of no error (RFC 6750 §3.1).
          reason === 'sign_in_required'
            ? 'Bearer'
            : `Bearer error="${oauthError}", error_description="${description}"`,
      }),
      ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
    },
  };
}
