// Sends at once what a call has just put into the outbox, for a call that must not fail because of it.
import { withDeadline } from '../deadline.ts';
import type { Change, Known } from '../domain/account/draft.ts';
import { firstBackoffSeconds } from '../domain/account/outbox.ts';
import type { Moment } from '../domain/session/policy.ts';
import { nameOfError } from '../errors.ts';
import type { ReadAccount } from '../services.ts';
import { changeAccount, type Changed, type ChangeOptions } from './changeAccount.ts';
import type { SendServices } from './sending.ts';
import { sendEntries } from './sendEntries.ts';

/** For so long a caller waits for the pushes. What takes longer goes on, as far as the instance lives. */
const callerMs = 2500;

interface Waiting {
  waitMs?: number;
}

/** A change that devices are told of at once: what it has put into the outbox, or found there, by the ids it returns. */
export async function changeAndTell<Input, Result extends { pushIds: readonly string[] }>(
  services: SendServices,
  accountId: string,
  decide: (known: Known, input: Input, moment: Moment) => Change<Result>,
  input: Input,
  options: ChangeOptions<Result> & Waiting = {},
): Promise<Changed<Result>> {
  const changed = await changeAccount(services, accountId, decide, input, options);
  await sendOutbox(services, changed.account, changed.result.pushIds, options);
  return changed;
}

/**
 * `account` as the call has committed it, with these entries in hand. Takes off what FCM has accepted; queues
 * what failed for a passing reason. Never throws: what is left stays owed, and `sweep` finds it.
 */
export async function sendOutbox(
  services: SendServices,
  account: ReadAccount,
  pushIds: readonly string[],
  { waitMs = callerMs }: Waiting = {},
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
  const { pushQueue, log } = services;
  const { accountId } = account;
  if ((await sendEntries(services, account, pushIds)) === 0) return;
  try {
    await pushQueue.enqueue({ accountId }, firstBackoffSeconds);
  } catch (error) {
    log.error('owed pushes not queued', { accountId, error: nameOfError(error) });
  }
}
