// The push that tells a device to end its session. It is a hint: the device asks the server before it wipes.
import type { PushFrame, PushMessage } from './pushMessage.ts';
import { frameData } from './pushMessage.ts';
import { backgroundMessage } from './fcmMessage.ts';
import type { PushReceiver } from '../session/session.ts';

/**
 * Names the receiver's own session, since by the time it arrives the device may have another.
 * `receiptToken` lets the device confirm, with no other credential, that it has wiped itself.
 */
export function forceLogoutMessage(
  receiver: PushReceiver,
  { receiptToken, ...frame }: PushFrame & { receiptToken?: string },
  now: Date,
): PushMessage {
  const { sessionId } = receiver;
  const data = {
    action: 'force_logout',
    reason: 'session_revoked',
    sessionId,
    ...frameData(frame, sessionId),
    ...(receiptToken !== undefined && { receiptToken }),
  };
  return {
    kind: 'force_logout',
    sessionId,
    message: backgroundMessage(
      receiver,
      { data, collapseKey: 'force_logout', urgent: true, until: frame.until },
      now,
    ),
  };
}
