// One more try of what a session still owes.
import type { OwedTask } from '../services.ts';
import type { DeliverServices } from './deliverOwed.ts';
import { deliverOwed } from './deliverOwed.ts';

/** Throws where it should be tried again: the task queue backs off and counts the tries. */
export async function deliverPush(
  services: DeliverServices,
  { sessionId }: OwedTask,
): Promise<void> {
  const state = await deliverOwed(services, sessionId);
  if (state !== 'done') throw new Error(`session ${sessionId} still owes a push`);
}
