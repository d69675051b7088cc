// Sends one push, for work that must not fail because of it.
import type { PushMessage } from '../domain/push/pushMessage.ts';
import { changed, unchanged } from '../domain/session/plan.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';

/**
 * accepted: FCM took it. refused: no further try can help, a dead push token is forgotten. failed: for
 * a reason that may pass. Never throws.
 */
export async function sendPush(
  services: Pick<Services, 'pushes' | 'sessions' | 'log' | 'now'>,
  push: PushMessage,
): Promise<'accepted' | 'refused' | 'failed'> {
  const { kind, sessionId, message } = push;
  try {
    const outcome = await services.pushes.send(push);
    if (outcome.kind === 'retry') return 'failed';
    if (outcome.kind === 'dead_token') await dropPushToken(services, sessionId, message.token);
    return outcome.kind === 'sent' ? 'accepted' : 'refused';
  } catch (error) {
    services.log.error('push not sent', { kind, sessionId, error: nameOfError(error) });
    return 'failed';
  }
}

/** Forgets a push token where it still is the session's: FCM says UNREGISTERED, so it is dead for good. */
async function dropPushToken(
  { sessions, now }: Pick<Services, 'sessions' | 'now'>,
  sessionId: string,
  value: string,
): Promise<void> {
  await sessions.changeRecord(sessionId, (record) =>
    record?.secrets.pushToken?.value === value
      ? changed({ sessionId, secrets: { pushToken: null, pushTokenDiedAt: now() } })
      : unchanged(undefined),
  );
}
