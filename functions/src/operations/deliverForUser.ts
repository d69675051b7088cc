// What follows a registration: its place and alerts, and the logouts of those that it ended.
import { accountIdOf } from '../domain/account/accountId.ts';
import type { Owner } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';
import { deliverOutbox } from './deliverOutbox.ts';
import { eraseDeletedUser } from './eraseUser.ts';
import { findOwnAccount } from './lookAtAccount.ts';
import type { SendServices } from './sending.ts';

type FollowServices = SendServices & Pick<Services, 'checkAccount'>;

/**
 * Safe to run any number of times. Throws where something is left, so that the event is delivered again; and
 * where that is given up, `sweep` finds it.
 */
export async function deliverForUser(services: FollowServices, owner: Owner): Promise<void> {
  if (await isDeleted(services, owner)) {
    await eraseDeletedUser(services, owner);
    return;
  }
  if ((await deliverOutbox(services, accountIdOf(owner))) === 'waiting') {
    throw new Error('a login is not told to everybody yet');
  }
}

/** Whether the account was deleted while the registration was under way, or another has its uid since. */
async function isDeleted(services: FollowServices, owner: Owner): Promise<boolean> {
  if (!services.checkAccount) return false;
  try {
    return (await findOwnAccount(services, owner)) === null;
  } catch (error) {
    services.log.warn('account not looked at', { error: nameOfError(error) });
    return false;
  }
}
