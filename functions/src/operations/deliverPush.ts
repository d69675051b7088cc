// One more try of a push that failed for a passing reason, or of context that must not be lost.
import type { PushMessage } from '../domain/push/pushMessage.ts';
import type { ReuseTask } from '../domain/refresh/reuse.ts';
import type { Services } from '../services.ts';
import { settlePush } from './sendPushes.ts';
import { alertReuse } from './endStolenSession.ts';

/** Throws where it should be tried again: the task queue backs off and counts the tries. */
export async function deliverPush(
  services: Pick<
    Services,
    'sessions' | 'policy' | 'now' | 'pushes' | 'pushQueue' | 'log' | 'tokens'
  >,
  task: PushMessage | ReuseTask,
): Promise<void> {
  if (task.kind === 'token_reuse') {
    const state = await alertReuse(services, task.sessionId);
    if (state === 'busy') throw new Error(`the reuse in session ${task.sessionId} is being told`);
    return;
  }
  const outcome = await services.pushes.send(task);
  if (outcome.kind === 'retry') throw new Error(`${task.kind} not delivered yet`);
  await settlePush(services, task, outcome);
}
