// The one error class of the product and the one table of what a refusal means at each edge.
// The reasons are a closed list: clients switch on them.

/** How a reason reaches a caller: the callable code, the HTTP status, and the OAuth `error` (RFC 6749 §5.2). */
const table = {
  sign_in_required: { code: 'unauthenticated', status: 401, oauthError: 'invalid_token' },
  session_required: { code: 'failed-precondition', status: 400, oauthError: 'invalid_request' },
  session_revoked: { code: 'unauthenticated', status: 401, oauthError: 'invalid_grant' },
  session_expired: { code: 'unauthenticated', status: 401, oauthError: 'invalid_grant' },
  session_unconfirmed: { code: 'permission-denied', status: 403, oauthError: 'access_denied' },
  recent_sign_in_required: { code: 'unauthenticated', status: 401, oauthError: 'invalid_grant' },
  session_not_found: { code: 'not-found', status: 404, oauthError: 'invalid_request' },
  current_session: { code: 'failed-precondition', status: 400, oauthError: 'invalid_request' },
  invalid_input: { code: 'invalid-argument', status: 400, oauthError: 'invalid_request' },
  token_invalid: { code: 'unauthenticated', status: 401, oauthError: 'invalid_grant' },
  rate_limited: { code: 'resource-exhausted', status: 429, oauthError: 'temporarily_unavailable' },
} as const;

export type Reason = keyof typeof table;

/** What a client may read beside the reason; never a token, a hash, a push token or an address. */
export interface ReasonDetails {
  field?: string;
  retryAfterSeconds?: number;
  confirmBy?: readonly string[];
}

const messages: Record<Reason, string> = {
  sign_in_required: 'A valid Firebase ID token is required.',
  session_required:
    'This ID token has no session: sign in with the custom token of registerSession.',
  session_revoked: 'This session was closed. Sign in again.',
  session_expired: 'This session is over. Sign in again.',
  session_unconfirmed: 'This session is too new to do that. Confirm it from another device.',
  recent_sign_in_required: 'Sign in again: this sign-in is too old, or its session was closed.',
  session_not_found: 'There is no such session.',
  current_session: 'This is the session in use: call signOut to end it.',
  invalid_input: 'The input is not valid.',
  token_invalid: 'This token is not valid.',
  rate_limited: 'Too many requests. Try again later.',
};

/** A refusal with a reason of the closed list. A refused call has changed nothing. */
export class SessionError extends Error {
  readonly reason: Reason;
  readonly details: ReasonDetails;

  constructor(
    reason: Reason,
    details: ReasonDetails = {},
    options?: ErrorOptions & { message?: string },
  ) {
    super(options?.message ?? messages[reason], options);
    this.name = 'SessionError';
    this.reason = reason;
    this.details = details;
  }

  get code() {
    return table[this.reason].code;
  }

  get status() {
    return table[this.reason].status;
  }

  get oauthError() {
    return table[this.reason].oauthError;
  }
}
