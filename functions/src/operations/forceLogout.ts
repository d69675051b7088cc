// Tells devices that their sessions are over. Only a hint: the 401 is what enforces.
import { dayMs } from '../domain/session/policy.ts';
import { forceLogoutMessage } from '../domain/push/forceLogout.ts';
import type { PushReceiver } from '../domain/session/session.ts';
import type { Services } from '../services.ts';
import { nameOfError } from '../errors.ts';
import { sendPushes } from './sendPushes.ts';

type ForceLogoutServices = Pick<
  Services,
  'now' | 'pushes' | 'pushQueue' | 'sessions' | 'tokens' | 'policy' | 'log'
>;

/** Each push carries a receipt token, by which the device can say that it has logged out. Never throws. */
export async function forceLogout(
  services: ForceLogoutServices,
  receivers: readonly PushReceiver[],
): Promise<void> {
  const now = services.now();
  const messages = receivers.map(async (receiver) => {
    const receiptToken = await issueReceipt(services, receiver.sessionId, now);
    return forceLogoutMessage(receiver, { ...(receiptToken && { receiptToken }) }, now);
  });
  await sendPushes(services, await Promise.all(messages));
}

/** Without a receipt token the push still does what it is for. */
async function issueReceipt(
  { tokens, policy, log }: ForceLogoutServices,
  sessionId: string,
  now: Date,
): Promise<string | null> {
  const expiresAt = new Date(now.getTime() + policy.retentionDays * dayMs);
  try {
    return await tokens.issueReceiptToken({ sessionId, expiresAt });
  } catch (error) {
    log.error('no receipt token', { sessionId, error: nameOfError(error) });
    return null;
  }
}
