// Tells devices that their sessions are over. Only a hint: the 401 is what enforces.
import { forceLogoutMessage } from '../domain/pushMessage.ts';
import type { PushReceiver } from '../domain/session.ts';
import type { Services } from '../services.ts';
import { sendPushes } from './sendPushes.ts';

export async function forceLogout(
  services: Pick<Services, 'pushes' | 'pushQueue' | 'sessions' | 'log'>,
  receivers: readonly PushReceiver[],
): Promise<void> {
  await sendPushes(
    services,
    receivers.map((receiver) => forceLogoutMessage(receiver, {})),
  );
}
