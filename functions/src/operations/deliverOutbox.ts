// Sends what an account owes, whoever made it so: for the trigger, the queue and the sweep.
import { accountIdPattern } from '../domain/account/accountId.ts';
import { decideLease, decideReturn } from '../domain/account/delivery.ts';
import { nameOfError } from '../errors.ts';
import type { OwedTask } from '../services.ts';
import { changeAccount } from './changeAccount.ts';
import type { SendServices } from './sending.ts';
import { sendEntries } from './sendEntries.ts';

/**
 * done: nothing is owed any more. waiting: something failed for a reason that may pass. busy: another
 * run has it in hand. Safe to run any number of times; work that fails is given back at once.
 */
export async function deliverOutbox(
  services: SendServices,
  accountId: string,
): Promise<'done' | 'waiting' | 'busy'> {
  const input = { callId: services.newId() };
  const { result, account } = await changeAccount(services, accountId, decideLease, input);
  if (result.kind !== 'leased') return result.kind;
  const pushIds = result.entries.map(({ pushId }) => pushId);
  try {
    return (await sendEntries(services, account, pushIds)) > 0 ? 'waiting' : 'done';
  } catch (error) {
    await changeAccount(services, accountId, decideReturn, pushIds).catch((reason: unknown) => {
      services.log.warn('owed pushes not given back', { accountId, error: nameOfError(reason) });
    });
    throw error;
  }
}

/** One more try. Throws where there should be another: the task queue backs off and counts the tries. */
export async function deliverPush(services: SendServices, { accountId }: OwedTask): Promise<void> {
  // What no account is called would be an invalid path to Firestore.
  if (!accountIdPattern.test(accountId)) return;
  const state = await deliverOutbox(services, accountId);
  if (state !== 'done') throw new Error(`account ${accountId} still owes a push`);
}
