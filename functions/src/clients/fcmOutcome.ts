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
  ['messaging/registration-token-not-registered', { kind: 'dead_token' }],
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
  const code = nameOfError(error);
  if (code === 'messaging/invalid-argument' && isAboutToken(error)) return { kind: 'dead_token' };
  if (code === 'messaging/mismatched-credential' && isAboutSender(error)) {
    return { kind: 'dead_token' };
  }
  return outcomes.get(code) ?? { kind: 'failed' };
}

// A malformed token and a malformed message have the same code. They differ in the details of the
// answer: FcmError alone for the token, BadRequest for the message. Version 13 of the SDK throws
// the details away, so there it takes the message, which FCM sends in these words only.
function isAboutToken(error: unknown): boolean {
  const types = detailsOf(error)?.map((detail) => detail['@type'] ?? '');
  if (types === undefined) return /registration token is not a valid/i.test(String(error));
  return (
    types.some((type) => type.endsWith('.FcmError')) &&
    !types.some((type) => type.endsWith('.BadRequest'))
  );
}

// A token of another project and a service account without permission have the same code.
function isAboutSender(error: unknown): boolean {
  const codes = detailsOf(error)?.map((detail) => detail.errorCode);
  return codes?.includes('SENDER_ID_MISMATCH') ?? /sender ?id mismatch/i.test(String(error));
}

/** `error.details` of FCM's answer, where the SDK hands it on (from version 14). */
function detailsOf(error: unknown): Record<string, string | undefined>[] | undefined {
  const answer = (error as { httpResponse?: { data?: unknown } }).httpResponse?.data;
  const details = (answer as { error?: { details?: unknown } } | undefined)?.error?.details;
  return Array.isArray(details) ? details : undefined;
}
