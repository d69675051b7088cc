// Everything that is kept of a user goes: because the account is gone, or because an operator says so.
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideErasure } from '../domain/account/erasure.ts';
import type { Owner } from '../domain/session/session.ts';
import type { Services } from '../services.ts';
import { changeAccount } from './changeAccount.ts';
import { findOwnAccount } from './lookAtAccount.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOutbox.ts';
import { sendOutbox } from './sendOutbox.ts';

/** A custom token lives an hour: later than that, and than the clocks may differ, nothing can bring it back. */
const againSeconds = 70 * 60;

type ErasureServices = SendServices & Pick<Services, 'accounts'>;

/**
 * Logs the devices out, then erases. What is left of the account keeps it from coming back by itself. Safe to
 * repeat.
 */
export async function eraseUser(services: SendServices, owner: Owner): Promise<void> {
  const moment = momentOf(services);
  const { result, account } = await changeAccount(
    services,
    accountIdOf(owner),
    decideErasure,
    null,
    moment,
  );
  await sendOutbox(services, account, result);
  await services.sessions.eraseRest(owner);
}

/**
 * The same for an account that Firebase Authentication has deleted, which is asked first: of the account that
 * exists nothing goes where it is the one that ours remembers. Throws where it cannot be looked at: then it must
 * be repeated.
 */
export async function eraseDeletedUser(services: ErasureServices, owner: Owner): Promise<void> {
  if ((await findOwnAccount(services, owner)) === null) await eraseUser(services, owner);
  else await services.sessions.eraseRest(owner);
}

/** For the deletion itself: now, and again when no custom token can bring the account back. */
export async function eraseWithAccount(
  services: ErasureServices & Pick<Services, 'erasureQueue'>,
  owner: Owner,
): Promise<void> {
  await eraseDeletedUser(services, owner);
  await services.erasureQueue.enqueue(owner, againSeconds);
}
