// One more try of what an account still owes.
import { accountIdPattern } from '../domain/account/accountId.ts';
import type { OwedTask } from '../services.ts';
import { deliverOutbox } from './deliverOutbox.ts';
import type { DeliverServices } from './sendEntries.ts';

/** Throws where it should be tried again: the task queue backs off and counts the tries. */
export async function deliverPush(
  services: DeliverServices,
  { accountId }: OwedTask,
): Promise<void> {
  // What no account is called would be an invalid path to Firestore.
  if (!accountIdPattern.test(accountId)) return;
  const state = await deliverOutbox(services, accountId);
  if (state !== 'done') throw new Error(`account ${accountId} still owes a push`);
}
