// Tells devices that their sessions are over. Only a hint: the 401 is what enforces.
import { forceLogoutMessage } from '../domain/pushMessage.ts';
import type { PushReceiver } from '../domain/session.ts';
import type { Services } from '../services.ts';
import { sendPushes } from './sendPushes.ts';

export async function forceLogout(
  services: Pick<Services, 'now' | 'pushes' | 'pushQueue' | 'sessions' | 'log'>,
  receivers: readonly PushReceiver[],
): Promise<void> {
  const now = services.now();
  await sendPushes(
    services,
    receivers.map((receiver) => forceLogoutMessage(receiver, {}, now)),
  );
}
