// What a push is to this product: a message for one device, why it goes out, and the outcome of sending it.
import type { FcmMessage } from './fcmPayload.ts';

/** Also the `action` in the message's data, by which an app tells its pushes apart. */
export type PushKind = 'force_logout' | 'login_alert' | 'security_alert' | 'login_answered';

/** What every push is sent with, whatever it says. */
export interface PushFrame {
  /** Names this push, so that the app can tell a repetition. */
  pushId: string;
  /** No push outlives what it offers. */
  until: Date;
}

export interface PushMessage {
  kind: PushKind;
  /** The receiver's session: whose push token is dropped when FCM calls it dead. */
  sessionId: string;
  message: FcmMessage;
}

/**
 * sent: FCM took it, which does not mean that the device has it. dead_token: this token will never
 * work again. retry: a passing failure, the message may even have gone out. failed: trying again
 * would change nothing, and the token is not to blame.
 */
export type PushOutcome =
  | { kind: 'sent' }
  | { kind: 'dead_token' }
  | { kind: 'retry'; afterSeconds: number }
  | { kind: 'failed' };
