// Firebase Cloud Messaging, through the Admin SDK. Sending is bounded in time and never fails the
// caller; what is logged holds no token and nothing of what FCM answered, which may repeat one.
import type { Messaging } from 'firebase-admin/messaging';
import { DeadlineError, withDeadline } from '../deadline.ts';
import type { PushOutcome } from '../domain/push/pushMessage.ts';
import { nameOfError } from '../errors.ts';
import type { Log, PushSender } from '../services.ts';

export interface FcmOptions {
  messaging: Pick<Messaging, 'send'>;
  log: Pick<Log, 'warn' | 'error'>;
  /** How long a caller waits. The SDK by itself would retry for up to 82 seconds. */
  timeoutMs?: number;
}

/** Google's guidance for 429 without Retry-After, which the SDK does not hand on. */
const ratePauseSeconds = 60;
const passingPauseSeconds = 10;

/** When to try again what fails for a passing reason. */
const pauseSeconds: ReadonlyMap<string, number> = new Map([
  ['messaging/message-rate-exceeded', ratePauseSeconds],
  ['messaging/device-message-rate-exceeded', ratePauseSeconds],
  ['messaging/server-unavailable', passingPauseSeconds],
  ['messaging/internal-error', passingPauseSeconds],
  // How the SDK reports a gateway's 502 or 504, and whatever else it has no name for.
  ['messaging/unknown-error', ratePauseSeconds],
  ['app/network-error', passingPauseSeconds],
  ['app/network-timeout', passingPauseSeconds],
  // No access token: on Google's machines a hiccup of the metadata server.
  ['app/invalid-credential', ratePauseSeconds],
  // Our time limit. The push may still arrive, and once more when it is tried again.
  ['timeout', passingPauseSeconds],
]);

/**
 * Sends to FCM and returns the outcome. In doubt a token is kept: one dropped by mistake silences a device
 * for good, one kept too long costs a request. Dead: an unregistered token, a malformed one, or one of
 * another Firebase project. Passing: rate limits, FCM's own errors, the network. Anything else is a mistake
 * of ours or of the project's set-up (a message that FCM does not understand, a missing permission, a
 * missing APNs key).
 */
export function fcmPushSender({ messaging, log, timeoutMs = 5000 }: FcmOptions): PushSender {
  let misconfigurationLogged = false;

  function outcomeOf(error: unknown, about: { kind: string; sessionId: string }): PushOutcome {
    if (isAboutToken(error)) return { kind: 'dead_token' };
    const code = error instanceof DeadlineError ? 'timeout' : nameOfError(error);
    const afterSeconds = pauseSeconds.get(code);
    if (afterSeconds !== undefined) {
      log.warn('FCM did not take a push: it will be tried again', { ...about, code });
      return { kind: 'retry', afterSeconds };
    }
    if (code !== 'messaging/third-party-auth-error') {
      log.error('FCM refuses a push', { ...about, code });
    } else if (!misconfigurationLogged) {
      misconfigurationLogged = true;
      const cause = 'FCM lacks a valid APNs or web push key for this app';
      log.error(`${cause}: check the Firebase project`, { ...about, code });
    }
    return { kind: 'failed' };
  }

  return {
    async send({ kind, sessionId, message }) {
      try {
        await withDeadline(timeoutMs, messaging.send(message));
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error, { kind, sessionId });
      }
    },
  };
}

interface FcmAnswer {
  message?: string;
  /** An FcmError has the code, a BadRequest the violations. */
  details?: { errorCode?: string; fieldViolations?: { description?: string }[] }[];
}

/** What FCM says of a malformed token: as the message, or as what is wrong with `message.token`. */
const malformed = /^(the registration token is not a valid|invalid registration token)/i;

/**
 * The SDK has one code for a token that is gone and a project that is not found, one for a malformed token and
 * a message that is too big, and one for a token of another project and a service account without permission.
 * FCM's answer, where the SDK hands one on, tells them apart.
 */
function isAboutToken(error: unknown): boolean {
  const { httpResponse } = (error ?? {}) as { httpResponse?: { data?: { error?: FcmAnswer } } };
  const { message = '', details = [] } = httpResponse?.data?.error ?? {};
  const has = (code: string) => details.some(({ errorCode }) => errorCode === code);
  if (has('UNREGISTERED') || has('SENDER_ID_MISMATCH')) return true;
  const violations = details.flatMap(({ fieldViolations = [] }) => fieldViolations);
  const descriptions = violations.map(({ description = '' }) => description);
  return (
    has('INVALID_ARGUMENT') && [message, ...descriptions].some((words) => malformed.test(words))
  );
}
