// The one error class of the product and the one table of what a refusal means at each edge.
// The reasons are a closed list: clients switch on them.

/**
 * How a reason reaches a caller: the callable code, the HTTP status, the OAuth `error` (RFC 6749 §5.2),
 * and what a developer reads. The callable code decides the status that firebase-functions answers with.
 */
const table = {
  sign_in_required: {
    code: 'unauthenticated',
    status: 401,
    oauthError: 'invalid_token',
    message: 'A valid Firebase ID token is required.',
  },
  session_required: {
    code: 'failed-precondition',
    status: 400,
    oauthError: 'invalid_request',
    message: 'This ID token has no session: sign in with the custom token of registerSession.',
  },
  session_revoked: {
    code: 'unauthenticated',
    status: 401,
    oauthError: 'invalid_grant',
    message: 'This session was closed. Sign in again.',
  },
  session_expired: {
    code: 'unauthenticated',
    status: 401,
    oauthError: 'invalid_grant',
    message: 'This session has ended. Sign in again.',
  },
  session_unconfirmed: {
    code: 'permission-denied',
    status: 403,
    oauthError: 'access_denied',
    message: 'This session is too new to do that. Confirm it from another device.',
  },
  recent_sign_in_required: {
    code: 'unauthenticated',
    status: 401,
    oauthError: 'invalid_grant',
    message: 'Sign in again: this sign-in is too old, or its session was closed.',
  },
  account_revived: {
    code: 'permission-denied',
    status: 403,
    oauthError: 'access_denied',
    message:
      'This account was deleted, and a custom token brought it back. An operator can readmit it.',
  },
  session_open: {
    code: 'failed-precondition',
    status: 400,
    oauthError: 'invalid_request',
    message: 'The session of this ID token is open: go on with it.',
  },
  session_not_found: {
    code: 'not-found',
    status: 404,
    oauthError: 'invalid_request',
    message: 'There is no such session.',
  },
  current_session: {
    code: 'failed-precondition',
    status: 400,
    oauthError: 'invalid_request',
    message: 'This is the session in use: call signOut to end it.',
  },
  invalid_input: {
    code: 'invalid-argument',
    status: 400,
    oauthError: 'invalid_request',
    message: 'The input is not valid.',
  },
  token_invalid: {
    code: 'unauthenticated',
    status: 401,
    oauthError: 'invalid_grant',
    message: 'This token is not valid.',
  },
  rate_limited: {
    code: 'resource-exhausted',
    status: 429,
    oauthError: 'temporarily_unavailable',
    message: 'Too many requests. Try again later.',
  },
  unavailable: {
    code: 'unavailable',
    status: 503,
    oauthError: 'temporarily_unavailable',
    message: 'Something did not answer in time. Try again.',
  },
} as const;

export type Reason = keyof typeof table;

/** What a client may read beside the reason; never a token, a hash, a push token or an address. */
export interface ReasonDetails {
  field?: string;
  retryAfterSeconds?: number;
  confirmBy?: readonly string[];
  revokedReason?: string;
}

/** A refusal with a reason of the closed list. A refused call has changed nothing. */
export class SessionError extends Error {
  readonly reason: Reason;
  readonly details: ReasonDetails;

  constructor(
    reason: Reason,
    details: ReasonDetails = {},
    options?: ErrorOptions & { message?: string },
  ) {
    super(options?.message ?? table[reason].message, options);
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

/**
 * What may be logged of an error: its code, or its name. Its message may hold what was sent. gRPC's
 * codes are numbers, on errors without a name of their own.
 */
export function nameOfError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return code;
  return typeof code === 'number' && error.name === 'Error' ? `Error ${code}` : error.name;
}
