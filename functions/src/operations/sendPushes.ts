// Sends pushes for the sake of a call that must not fail because of them.
import type { PushMessage, PushOutcome } from '../domain/push/pushMessage.ts';
import type { Services } from '../services.ts';
import { nameOfError } from '../errors.ts';

type PushServices = Pick<Services, 'pushes' | 'pushQueue' | 'sessions' | 'log'>;

/** Sends all at once. What failed for a passing reason is queued, a dead token is forgotten. Never throws. */
export async function sendPushes(
  services: PushServices,
  pushes: readonly PushMessage[],
): Promise<void> {
  await Promise.all(
    pushes.map(async (push) => {
      try {
        const outcome = await services.pushes.send(push);
        if (outcome.kind === 'retry') await services.pushQueue.enqueue(push, outcome.afterSeconds);
        else await settlePush(services, push, outcome);
      } catch (error) {
        const { kind, sessionId } = push;
        services.log.error('push not sent', { kind, sessionId, error: nameOfError(error) });
      }
    }),
  );
}

/** What an outcome that no further try can change asks for. */
export async function settlePush(
  services: Pick<Services, 'sessions'>,
  { sessionId, message }: PushMessage,
  outcome: PushOutcome,
): Promise<void> {
  if (outcome.kind === 'dead_token')
    await services.sessions.dropPushToken(sessionId, message.token);
}
