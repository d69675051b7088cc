// Sends what an account owes, whoever made it so: for the trigger, the queue and the sweep.
import type { Lease, Sent, Settled } from '../domain/account/delivery.ts';
import { decideLease, decideReturn, decideSettled } from '../domain/account/delivery.ts';
import type { OutboxEntry } from '../domain/account/outboxEntry.ts';
import { nameOfError } from '../errors.ts';
import { changeAccount } from './changeAccount.ts';
import type { Changed } from './changeAccount.ts';
import { momentOf } from './moment.ts';
import type { DeliverServices } from './sendEntries.ts';
import { sendEntries } from './sendEntries.ts';

/**
 * done: nothing is owed any more. waiting: something failed for a reason that may pass. busy: another
 * run has it in hand. Safe to run any number of times; work that fails is given back at once.
 */
export async function deliverOutbox(
  services: DeliverServices,
  accountId: string,
): Promise<'done' | 'waiting' | 'busy'> {
  const moment = momentOf(services);
  const input = { callId: services.newId() };
  const leased = await changeAccount(services, accountId, decideLease, input, moment);
  const { result } = leased;
  if (result.kind !== 'leased') return result.kind;
  try {
    const { stored, entries } = result;
    const sent = await sendEntries(services, accountId, stored, entries, moment);
    return (await settle(services, leased, sent)) > 0 ? 'waiting' : 'done';
  } catch (error) {
    await giveBack(services, accountId, result.entries);
    throw error;
  }
}

/** Returns how many of those that were sent are still owed. */
async function settle(
  services: DeliverServices,
  { account }: Changed<Lease>,
  sent: Sent,
): Promise<number> {
  const { accountId } = account;
  const options = { from: account };
  const { result }: Changed<Settled> = await changeAccount(
    ...([services, accountId, decideSettled, sent, momentOf(services), options] as const),
  );
  for (const { kind, attempts, pushId } of result.givenUp) {
    services.log.error('owed push given up', { accountId, pushId, kind, attempts });
  }
  for (const { sessionId, location, signals } of result.late) {
    await services.sessions.addToView(sessionId, { location, signals });
  }
  return result.left;
}

async function giveBack(
  services: DeliverServices,
  accountId: string,
  entries: readonly OutboxEntry[],
): Promise<void> {
  const pushIds = entries.map(({ pushId }) => pushId);
  try {
    await changeAccount(services, accountId, decideReturn, pushIds, momentOf(services));
  } catch (error) {
    services.log.warn('owed pushes not given back', { accountId, error: nameOfError(error) });
  }
}
