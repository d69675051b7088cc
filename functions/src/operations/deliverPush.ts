// One more try of a push that failed for a passing reason.
import type { PushMessage } from '../domain/pushMessage.ts';
import type { Services } from '../services.ts';
import { settlePush } from './sendPushes.ts';

/** Throws where the push should be tried again: the task queue backs off and counts the tries. */
export async function deliverPush(
  services: Pick<Services, 'pushes' | 'pushQueue' | 'sessions' | 'log'>,
  push: PushMessage,
): Promise<void> {
  const outcome = await services.pushes.send(push);
  if (outcome.kind === 'retry') throw new Error(`${push.kind} not delivered yet`);
  await settlePush(services, push, outcome);
}
