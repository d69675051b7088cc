// What an error of the Admin SDK's `send` means for a push token. In doubt the token is kept: one
// dropped by mistake silences a device for good, one kept too long costs a request.
import type { PushOutcome } from '../domain/push/pushMessage.ts';
import { nameOfError } from '../errors.ts';

// Google's guidance for 429 without Retry-After, which the SDK does not hand on.
const RATE_PAUSE_SECONDS = 60;
const PASSING_PAUSE_SECONDS = 10;

const passing: PushOutcome = { kind: 'retry', afterSeconds: PASSING_PAUSE_SECONDS };
const rateLimited: PushOutcome = { kind: 'retry', afterSeconds: RATE_PAUSE_SECONDS };

const outcomes: ReadonlyMap<string, PushOutcome> = new Map<string, PushOutcome>([
  ['messaging/message-rate-exceeded', rateLimited],
  ['messaging/device-message-rate-exceeded', rateLimited],
  ['messaging/server-unavailable', passing],
  ['messaging/internal-error', passing],
  // How the SDK reports a gateway's 502 or 504, and whatever else it has no name for.
  ['messaging/unknown-error', rateLimited],
  ['app/network-error', passing],
  ['app/network-timeout', passing],
  // No access token: on Google's machines a hiccup of the metadata server.
  ['app/invalid-credential', rateLimited],
]);

/**
 * Dead: an unregistered token, a malformed one, or one of another Firebase project. Passing: rate
 * limits, FCM's own errors, the network. Anything else is a mistake of ours or of the project's
 * set-up (a message that FCM does not understand, a missing permission, a missing APNs key).
 */
export function outcomeOfError(error: unknown): PushOutcome {
  if (isAboutToken(error)) return { kind: 'dead_token' };
  return outcomes.get(nameOfError(error)) ?? { kind: 'failed' };
}

// The SDK has one code for a token that is gone and a project that is not found, one for a malformed token and
// a message that is too big, and one for a token of another project and a service account without permission.
// FCM's answer tells them apart.
function isAboutToken(error: unknown): boolean {
  const { message = '', details = [] } = answerOf(error) ?? {};
  const has = (code: string) => details.some(({ errorCode }) => errorCode === code);
  if (has('UNREGISTERED') || has('SENDER_ID_MISMATCH')) return true;
  const violations = details.flatMap(({ fieldViolations = [] }) => fieldViolations);
  const descriptions = violations.map(({ description = '' }) => description);
  return (
    has('INVALID_ARGUMENT') && [message, ...descriptions].some((words) => malformed.test(words))
  );
}

/** What FCM says of such a token: as the message, or as what is wrong with `message.token`. */
const malformed = /^(the registration token is not a valid|invalid registration token)/i;

interface FcmAnswer {
  message?: string;
  /** An FcmError has the code, a BadRequest the violations. */
  details?: { errorCode?: string; fieldViolations?: { description?: string }[] }[];
}

/** The answer that the SDK hands on, if FCM has given one. */
function answerOf(error: unknown): FcmAnswer | undefined {
  const { httpResponse } = (error ?? {}) as { httpResponse?: { data?: { error?: FcmAnswer } } };
  return httpResponse?.data?.error;
}
