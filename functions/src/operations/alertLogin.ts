// What follows a registration: its place and alerts, and the logouts of those that it ended.
import type { Owner } from '../domain/session/session.ts';
import type { DeliverServices } from './deliverOwed.ts';
import { deliverOwed } from './deliverOwed.ts';

/**
 * Safe to run any number of times. Throws where something is left, so that the event is delivered
 * again; and where that is given up, `sweep` finds it.
 */
export async function alertLogin(services: DeliverServices, owner: Owner): Promise<void> {
  const ids = await services.sessions.findOwingOf(owner);
  const states = await Promise.allSettled(ids.map((id) => deliverOwed(services, id)));
  const failed = states.find((state) => state.status === 'rejected');
  if (failed) throw failed.reason;
  if (states.some((state) => state.status === 'fulfilled' && state.value === 'waiting')) {
    throw new Error('a login is not told to everybody yet');
  }
}
