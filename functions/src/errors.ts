// The one error class of the product and the one table of what a refusal means at each edge.
// The reasons are a closed list: clients switch on them.

/**
 * How a refusal is told to other callers than the SDKs, by its callable code: the HTTP status, the same that
 * firebase-functions answers with, and the OAuth `error` (RFC 6749 §5.2).
 */
const codes = {
  'invalid-argument': { status: 400, oauthError: 'invalid_request' },
  'failed-precondition': { status: 400, oauthError: 'invalid_request' },
  unauthenticated: { status: 401, oauthError: 'invalid_grant' },
  'permission-denied': { status: 403, oauthError: 'access_denied' },
  'not-found': { status: 404, oauthError: 'invalid_request' },
  'resource-exhausted': { status: 429, oauthError: 'temporarily_unavailable' },
  unavailable: { status: 503, oauthError: 'temporarily_unavailable' },
} as const;

/** Of each reason its callable code, and what a developer reads. */
const reasons = {
  sign_in_required: ['unauthenticated', 'A valid Firebase ID token is required.'],
  session_required: [
    'failed-precondition',
    'This ID token has no session: sign in with the custom token of registerSession.',
  ],
  session_revoked: ['unauthenticated', 'This session was closed. Sign in again.'],
  session_expired: ['unauthenticated', 'This session has ended. Sign in again.'],
  session_unconfirmed: [
    'permission-denied',
    'This session is too new to do that. Confirm it from another device.',
  ],
  recent_sign_in_required: [
    'unauthenticated',
    'Sign in again: this sign-in is too old, or its session was closed.',
  ],
  account_revived: [
    'permission-denied',
    'This account was deleted, and a custom token brought it back. An operator can readmit it.',
  ],
  session_open: ['failed-precondition', 'The session of this ID token is open: go on with it.'],
  session_not_found: ['not-found', 'There is no such session.'],
  current_session: ['failed-precondition', 'This is the session in use: call signOut to end it.'],
  invalid_input: ['invalid-argument', 'The input is not valid.'],
  token_invalid: ['unauthenticated', 'This token is not valid.'],
  rate_limited: ['resource-exhausted', 'Too many requests. Try again later.'],
  unavailable: ['unavailable', 'Something did not answer in time. Try again.'],
} as const satisfies Record<string, readonly [keyof typeof codes, string]>;

export type Reason = keyof typeof reasons;

/** What a client may read beside the reason; never a token, a hash, a push token or an address. */
export interface ReasonDetails {
  field?: string;
  retryAfterSeconds?: number;
  confirmBy?: readonly string[];
  revokedReason?: string;
}

/** A refusal with a reason of the closed list. A refused call has changed nothing. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly reason: Reason;
  readonly details: ReasonDetails;

  constructor(
    reason: Reason,
    details: ReasonDetails = {},
    options?: ErrorOptions & { message?: string },
  ) {
    super(options?.message ?? reasons[reason][1], options);
    this.reason = reason;
    this.details = details;
  }

  get code() {
    return reasons[this.reason][0];
  }

  get status() {
    return codes[this.code].status;
  }

  /** Who shows no credential at all has no grant that could be wrong (RFC 6750 §3.1). */
  get oauthError() {
    return this.reason === 'sign_in_required' ? 'invalid_token' : codes[this.code].oauthError;
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
