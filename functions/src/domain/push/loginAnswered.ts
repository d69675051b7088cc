// The push that withdraws a login alert from the user's other devices once one of them has answered.
import type { PushReceiver } from '../session/session.ts';
import { toPushMessage } from './fcmMessage.ts';
import { loginAlertTag } from './loginAlert.ts';
import type { PushFrame, PushMessage } from './pushMessage.ts';

/**
 * Data: `action, sessionId, wasMe ('true' or 'false'), tag`. The app takes down the alert about this
 * session; its tag is this one, unless it stood for a burst of logins. It collapses with nothing: in a queue it must not
 * take the place of an alert about another session, nor of another answer.
 */
export function loginAnsweredMessage(
  receiver: PushReceiver,
  { sessionId, wasMe, ...frame }: PushFrame & { sessionId: string; wasMe: boolean },
  now: Date,
): PushMessage {
  const data = { sessionId, wasMe: String(wasMe), tag: loginAlertTag(sessionId) };
  return toPushMessage(receiver, { ...frame, kind: 'login_answered', data, urgent: false }, now);
}
