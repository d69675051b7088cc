// What follows a registration: its place and alerts, and the logouts of those that it ended.
import type { Owner } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { DeliverServices } from './deliverOwed.ts';
import { deliverOwed } from './deliverOwed.ts';
import { eraseDeletedUser } from './eraseUser.ts';
import { findOwnAccount } from './lookAtAccount.ts';

/**
 * Safe to run any number of times. Throws where something is left, so that the event is delivered
 * again; and where that is given up, `sweep` finds it.
 */
export async function alertLogin(
  services: DeliverServices & Pick<Services, 'checkAccount'>,
  owner: Owner,
): Promise<void> {
  if (await isDeleted(services, owner)) {
    await eraseDeletedUser(services, owner, { isLast: false });
    return;
  }
  const ids = await services.sessions.findOwingOf(owner);
  const states = await Promise.allSettled(ids.map((id) => deliverOwed(services, id)));
  const failed = states.find((state) => state.status === 'rejected');
  if (failed) throw failed.reason;
  if (states.some((state) => state.status === 'fulfilled' && state.value === 'waiting')) {
    throw new Error('a login is not told to everybody yet');
  }
}

/** Whether the account was deleted while the registration was under way, or another has its uid since. */
async function isDeleted(
  services: Pick<Services, 'sessions' | 'accounts' | 'checkAccount' | 'log' | 'now'>,
  owner: Owner,
): Promise<boolean> {
  const { checkAccount, log, now } = services;
  if (!checkAccount) return false;
  try {
    return (await findOwnAccount(services, owner, now())) === null;
  } catch (error) {
    log.warn('account not looked at', { error: nameOfError(error) });
    return false;
  }
}
