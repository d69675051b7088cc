// The push to the user's other devices after a stolen refresh token was used, in the receiver's language.
import type { NamedSession, PushReceiver } from '../session/session.ts';
import { fillText, textsFor } from '../texts/index.ts';
import { toPushMessage } from './fcmMessage.ts';
import { nameInMessage } from './nameInMessage.ts';
import type { PushFrame, PushMessage } from './pushMessage.ts';

/**
 * Data: `action, sessionId (the stopped session), title, body`. Never silent, and never replaced
 * but by itself: a second theft stands beside the first.
 */
export function securityAlertMessage(
  receiver: PushReceiver,
  { pushId, until, sessionId, deviceName, deviceType }: PushFrame & NamedSession,
  now: Date,
): PushMessage {
  const texts = textsFor(receiver.locale);
  const kind = 'security_alert';
  const notification = {
    title: texts.securityAlertTitle,
    body: fillText(texts.securityAlertBody, { deviceName: nameInMessage(deviceName, deviceType) }),
    tag: `${kind}-${sessionId}`,
    threadId: kind,
  };
  const data = { sessionId };
  const push = { kind, pushId, until, data, urgent: true, notification } as const;
  return toPushMessage(receiver, push, now);
}
