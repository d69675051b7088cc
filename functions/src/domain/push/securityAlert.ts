// The push to the user's other devices after a stolen refresh token was used, in the receiver's language.
import { pushedName } from './pushedName.ts';
import type { PushFrame, PushMessage } from './pushMessage.ts';
import { frameData } from './pushMessage.ts';
import { visibleMessage } from './fcmMessage.ts';
import type { DeviceType, PushReceiver } from '../session/session.ts';
import { fillText } from '../texts/fillText.ts';
import { textsFor } from '../texts/index.ts';

/** The thread of all security alerts; the tag of one is this, '-' and the stopped session's id. */
export const securityAlertThread = 'security_alert';

/**
 * Data: `action, sessionId (the stopped session), title, body`. Never silent, and never replaced
 * but by itself: a second theft stands beside the first.
 */
export function securityAlertMessage(
  receiver: PushReceiver,
  {
    sessionId,
    deviceName,
    deviceType,
    ...frame
  }: PushFrame & { sessionId: string; deviceName: string; deviceType: DeviceType },
  now: Date,
): PushMessage {
  const texts = textsFor(receiver.locale);
  return {
    kind: 'security_alert',
    sessionId: receiver.sessionId,
    message: visibleMessage(
      receiver,
      {
        data: {
          action: 'security_alert',
          sessionId,
          ...frameData(frame, receiver.sessionId),
        },
        title: texts.securityAlertTitle,
        body: fillText(texts.securityAlertBody, {
          deviceName: pushedName({ deviceName, deviceType }),
        }),
        tag: `${securityAlertThread}-${sessionId}`,
        threadId: securityAlertThread,
        silent: false,
        until: frame.until,
      },
      now,
    ),
  };
}
