// The pushes about what has become of a session: it is to end, its login was answered for, it was stolen.
import { loginAlertTag } from './loginAlert.ts';
import type { NamedSession, PushReceiver } from '../session/session.ts';
import { fillText, textsFor } from '../texts/index.ts';
import { toPushMessage } from './fcmMessage.ts';
import { nameInMessage } from './nameInMessage.ts';
import type { PushFrame, PushMessage } from './pushMessage.ts';

/**
 * Tells a device to end its session. It is a hint: the device asks the server before it wipes. Names the receiver's
 * own session, since by the time it arrives the device may have another. `receiptToken` lets the device confirm, with
 * no other credential, that it has wiped itself.
 */
export function forceLogoutMessage(
  receiver: PushReceiver,
  { receiptToken, ...frame }: PushFrame & { receiptToken?: string },
  now: Date,
): PushMessage {
  const data = {
    reason: 'session_revoked',
    sessionId: receiver.sessionId,
    ...(receiptToken !== undefined && { receiptToken }),
  };
  const kind = 'force_logout';
  return toPushMessage(receiver, { ...frame, kind, data, collapseKey: kind, urgent: true }, now);
}

/**
 * Withdraws a login alert from the user's other devices once one of them has answered. Data: `action, sessionId,
 * wasMe ('true' or 'false'), tag`. The app takes down the alert about this session; its tag is this one, unless it
 * stood for a burst of logins. It collapses with nothing: in a queue it must not take the place of an alert about
 * another session, nor of another answer.
 */
export function loginAnsweredMessage(
  receiver: PushReceiver,
  { sessionId, wasMe, ...frame }: PushFrame & { sessionId: string; wasMe: boolean },
  now: Date,
): PushMessage {
  const data = { sessionId, wasMe: String(wasMe), tag: loginAlertTag(sessionId) };
  return toPushMessage(receiver, { ...frame, kind: 'login_answered', data, urgent: false }, now);
}

/**
 * Tells the user's other devices that a stolen refresh token was used. Data: `action, sessionId (the stopped
 * session), title, body`. Never silent, and replaced by nothing else: a second theft stands beside the first.
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
