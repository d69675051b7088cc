// What follows a registration: its place and alerts, and the logouts of those that it ended.
import { accountIdOf } from '../domain/account/accountId.ts';
import type { Owner } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';
import { deliverOutbox } from './deliverOutbox.ts';
import { eraseDeletedUser, isDeleted } from './eraseUser.ts';
import type { SendServices } from './sending.ts';

/**
 * Safe to run any number of times. Throws where something is left, so that the event is delivered again; and
 * where that is given up, `sweep` finds it.
 */
export async function deliverForUser(
  services: SendServices & Pick<Services, 'checkAccount'>,
  owner: Owner,
): Promise<void> {
  if (services.checkAccount) {
    // It may have been deleted while the registration was under way, and another may have its uid since.
    const isGone = await isDeleted(services, owner).catch((error: unknown) => {
      services.log.warn('account not looked at', { error: nameOfError(error) });
      return false;
    });
    if (isGone) return await eraseDeletedUser(services, owner);
  }
  if ((await deliverOutbox(services, accountIdOf(owner))) === 'waiting') {
    throw new Error('a login is not told to everybody yet');
  }
}
