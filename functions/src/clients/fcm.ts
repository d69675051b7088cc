// Firebase Cloud Messaging, through the Admin SDK. Sending is bounded in time and never fails the
// caller; what is logged holds no token and nothing of what FCM answered, which may repeat one.
import type { Messaging } from 'firebase-admin/messaging';
import type { PushOutcome } from '../domain/push/pushMessage.ts';
import type { Log, PushSender } from '../services.ts';
import { outcomeOfError } from './fcmOutcome.ts';
import { nameOfError } from '../errors.ts';

export interface FcmOptions {
  messaging: Pick<Messaging, 'send'>;
  log: Pick<Log, 'warn' | 'error'>;
  /** How long a caller waits. The SDK by itself would retry for up to 82 seconds. */
  timeoutMs?: number;
}

/** A push that ran into the time limit may still arrive, and once more when it is tried again. */
const afterTimeout: PushOutcome = { kind: 'retry', afterSeconds: 10 };

/** Sends to FCM and returns the outcome: see `outcomeOfError`. */
export function fcmPushSender({ messaging, log, timeoutMs = 5000 }: FcmOptions): PushSender {
  let misconfigurationLogged = false;

  function logFailure(
    outcome: PushOutcome,
    fields: { code: string; [name: string]: string },
  ): void {
    if (fields.code === 'messaging/third-party-auth-error') {
      if (misconfigurationLogged) return;
      misconfigurationLogged = true;
      log.error(
        'FCM lacks a valid APNs or web push key for this app: check the Firebase project',
        fields,
      );
    } else if (outcome.kind === 'failed') {
      log.error('FCM refuses a push', fields);
    } else if (outcome.kind === 'retry') {
      log.warn('FCM did not take a push: it will be tried again', fields);
    }
  }

  return {
    async send({ kind, sessionId, message }) {
      const { promise: timeout, resolve } = Promise.withResolvers<'timeout'>();
      const timer = setTimeout(resolve, timeoutMs, 'timeout');
      try {
        if ((await Promise.race([messaging.send(message), timeout])) !== 'timeout') {
          return { kind: 'sent' };
        }
        logFailure(afterTimeout, { kind, sessionId, code: 'timeout' });
        return afterTimeout;
      } catch (error) {
        const outcome = outcomeOfError(error);
        logFailure(outcome, { kind, sessionId, code: nameOfError(error) });
        return outcome;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
