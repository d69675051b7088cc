// Sends one push, for work that must not fail because of it.
import type { PushMessage } from '../domain/push/pushMessage.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';

/**
 * accepted: FCM took it. refused: no further try can help. dead: nor with this push token, ever. failed: for
 * a reason that may pass.
 */
export type PushState = 'accepted' | 'refused' | 'dead' | 'failed';

/** Never throws. */
export async function sendPush(
  services: Pick<Services, 'pushes' | 'log'>,
  push: PushMessage,
): Promise<PushState> {
  const { kind, sessionId } = push;
  try {
    const outcome = await services.pushes.send(push);
    switch (outcome.kind) {
      case 'sent':
        return 'accepted';
      case 'dead_token':
        return 'dead';
      case 'retry':
        return 'failed';
      case 'failed':
        return 'refused';
    }
  } catch (error) {
    services.log.error('push not sent', { kind, sessionId, error: nameOfError(error) });
    return 'failed';
  }
}
