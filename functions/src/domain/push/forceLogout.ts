// The push that tells a device to end its session. It is a hint: the device asks the server before it wipes.
import type { PushReceiver } from '../session/session.ts';
import { toPushMessage } from './fcmMessage.ts';
import type { PushFrame, PushMessage } from './pushMessage.ts';

/**
 * Names the receiver's own session, since by the time it arrives the device may have another.
 * `receiptToken` lets the device confirm, with no other credential, that it has wiped itself.
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
