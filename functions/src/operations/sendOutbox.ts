// Sends at once what a call has just put into the outbox, for a call that must not fail because of it.
import { withDeadline } from '../deadline.ts';
import { decideSettled } from '../domain/account/delivery.ts';
import { firstBackoffSeconds } from '../domain/account/outbox.ts';
import { nameOfError } from '../errors.ts';
import type { ReadAccount, Services } from '../services.ts';
import { changeAccount } from './changeAccount.ts';
import { momentOf } from './moment.ts';
import type { EntryServices } from './sendEntries.ts';
import { sendEntries } from './sendEntries.ts';

export type SendServices = EntryServices & Pick<Services, 'pushQueue'>;

/** For so long a caller waits for the pushes. What takes longer goes on, as far as the instance lives. */
const callerMs = 2500;

/**
 * `account` as the call has committed it, with these entries in hand. Takes off what FCM has accepted; queues
 * what failed for a passing reason. Never throws: what is left stays owed, and `sweep` finds it.
 */
export async function sendOutbox(
  services: SendServices,
  account: ReadAccount,
  pushIds: readonly string[],
  { waitMs = callerMs }: { waitMs?: number } = {},
): Promise<void> {
  if (pushIds.length === 0) return;
  try {
    await withDeadline(waitMs, sendAll(services, account, pushIds));
  } catch (error) {
    services.log.error('owed pushes not settled', { error: nameOfError(error) });
  }
}

async function sendAll(
  services: SendServices,
  account: ReadAccount,
  pushIds: readonly string[],
): Promise<void> {
  const { accountId, stored } = account;
  const moment = momentOf(services);
  const entries = stored?.outbox.filter(({ pushId }) => pushIds.includes(pushId)) ?? [];
  if (entries.length === 0) return;
  const sent = await sendEntries(services, accountId, stored, entries, moment);
  const options = { from: account };
  await changeAccount(services, accountId, decideSettled, sent, moment, options);
  if ([...sent.outcomes.values()].includes('failed')) await queue(services, accountId);
}

async function queue({ pushQueue, log }: SendServices, accountId: string): Promise<void> {
  try {
    await pushQueue.enqueue({ accountId }, firstBackoffSeconds);
  } catch (error) {
    log.error('owed pushes not queued', { accountId, error: nameOfError(error) });
  }
}
