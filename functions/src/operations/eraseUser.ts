// Everything that is kept of a user goes: because the account is gone, or because an operator says so.
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideErasure } from '../domain/account/erasure.ts';
import { identityOf } from '../domain/account/firebaseAccount.ts';
import type { Owner } from '../domain/session/session.ts';
import type { Services } from '../services.ts';
import { changeAccount } from './changeAccount.ts';
import type { SendServices } from './sending.ts';
import { sendOutbox } from './sendOutbox.ts';

/** A custom token lives an hour: later than that, and than the clocks may differ, nothing can bring it back. */
const againSeconds = 70 * 60;

/**
 * Logs the devices out, then erases. What is left of the account keeps it from coming back by itself. Safe to
 * repeat.
 */
export async function eraseUser(services: SendServices, owner: Owner): Promise<void> {
  const id = accountIdOf(owner);
  const options = { withPast: true };
  const { result, account } = await changeAccount(services, id, decideErasure, null, options);
  await sendOutbox(services, account, result);
  await services.sessions.eraseRest(owner);
}

/**
 * The same for an account that Firebase Authentication has deleted, which is asked first: of the account that
 * exists nothing goes where it is the one that ours remembers. Throws where it cannot be looked at: then it must
 * be repeated.
 */
export async function eraseDeletedUser(services: SendServices, owner: Owner): Promise<void> {
  if (await isDeleted(services, owner)) await eraseUser(services, owner);
  else await services.sessions.eraseRest(owner);
}

/** For the deletion itself: now, and again when no custom token can bring the account back. */
export async function eraseWithAccount(
  services: SendServices & Pick<Services, 'erasureQueue'>,
  owner: Owner,
): Promise<void> {
  await eraseDeletedUser(services, owner);
  await services.erasureQueue.enqueue(owner, againSeconds);
}

/** Whether the account of which ours is has gone from Firebase Authentication, be there another one or not. */
export async function isDeleted(
  { sessions, accounts }: Pick<Services, 'sessions' | 'accounts'>,
  { userId, tenantId }: Owner,
): Promise<boolean> {
  const owner = { userId, tenantId };
  const [answer, { stored }] = await Promise.all([
    accounts.findAccount(owner),
    sessions.readAccount(accountIdOf(owner)),
  ]);
  return answer === null || identityOf(stored?.firebaseAccount ?? null, answer) !== 'same';
}
