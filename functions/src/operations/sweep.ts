// The safety net: what is still owed although trigger and queue have given up, and personal data past its time.
import { isAccount } from '../domain/account/account.ts';
import { erasePersonalData, tidy } from '../domain/account/bounds.ts';
import { beginDraft, finish, unchanged } from '../domain/account/decision.ts';
import type { Change, Known } from '../domain/account/draft.ts';
import type { Moment } from '../domain/session/policy.ts';
import { nameOfError } from '../errors.ts';
import { changeAccount, momentOf } from './changeAccount.ts';
import { deliverOutbox } from './deliverOutbox.ts';
import type { SendServices } from './sending.ts';

/** The most of each kind that one run looks at; the next run goes on elsewhere. */
export const owingLimit = 200;
const erasableLimit = 200;
/** How often in one run it looks for more personal data. */
const erasurePages = 50;
/** Accounts at the most whose personal data one run erases: half a minute's work or so. */
export const erasedInARun = erasableLimit * erasurePages;
/** Accounts looked at side by side. */
const batchSize = 20;

export interface Swept {
  /** Accounts that owe nothing any more. */
  delivered: number;
  /** Accounts whose delivery broke off; what FCM did not take is neither. */
  failed: number;
  erased: number;
}

/**
 * Bounded in what one run does. It begins at a random id, so that accounts which cannot be delivered
 * hold up no others. One account that fails stops none, and neither kind of work stops the other.
 */
export async function sweep(services: SendServices): Promise<Swept> {
  /** What cannot be found, the next run looks for again. */
  const orNone =
    <None>(none: None) =>
    (error: unknown) => {
      services.log.error('sweep incomplete', { error: nameOfError(error) });
      return none;
    };
  const [erased, ids] = await Promise.all([
    erasePersonal(services).catch(orNone(0)),
    findOwing(services).catch(orNone([])),
  ]);
  const swept = { delivered: 0, failed: 0, erased };
  for (let at = 0; at < ids.length; at += batchSize) {
    await Promise.all(
      ids.slice(at, at + batchSize).map(async (accountId) => {
        try {
          if ((await deliverOutbox(services, accountId)) === 'done') swept.delivered += 1;
        } catch (error) {
          swept.failed += 1;
          services.log.error('owed pushes not swept', { accountId, error: nameOfError(error) });
        }
      }),
    );
  }
  if (swept.delivered + swept.failed + swept.erased > 0) services.log.info('swept', { ...swept });
  return swept;
}

async function findOwing({ sessions, newId }: SendServices): Promise<string[]> {
  const from = await sessions.findOwing(newId(), owingLimit);
  if (from.length === owingLimit) return from;
  // Ids begin with "-" at the earliest.
  const others = await sessions.findOwing('-', owingLimit - from.length);
  return [...new Set([...from, ...others])];
}

/** Addresses and places go after IP_RETENTION_DAYS, or with the session. */
async function erasePersonal(services: SendServices): Promise<number> {
  const { sessions, log } = services;
  const moment = momentOf(services);
  const today = moment.now.toISOString().slice(0, 10);
  const options = { moment, isPatient: true, withPast: true };
  let erased = 0;
  for (let page = 0; page < erasurePages; page += 1) {
    const ids = await sessions.findErasable(today, erasableLimit);
    const results = await Promise.allSettled(
      ids.map((id) => changeAccount(services, id, decidePersonal, null, options)),
    );
    const failed = results.filter(({ status }) => status === 'rejected').length;
    if (failed > 0) log.error('personal data not erased', { accounts: failed });
    erased += ids.length - failed;
    // What failed would be found again at once.
    if (failed > 0 || ids.length < erasableLimit) break;
  }
  return erased;
}

function decidePersonal({ stored }: Known, _: unknown, moment: Moment): Change<void> {
  if (!isAccount(stored)) return unchanged(undefined);
  if (stored.deleteAt <= moment.now) {
    // Its views are gone, or go by themselves: none is written anew.
    const account = structuredClone(stored);
    erasePersonalData(account, moment);
    tidy(account, moment);
    account.deleteAt = stored.deleteAt;
    return { result: undefined, write: { account, views: [], forgotten: [], events: [] } };
  }
  const draft = beginDraft(stored, moment);
  erasePersonalData(draft.account, moment);
  // What is named by nothing but the day is written, too.
  draft.account.eraseOn = null;
  return finish(draft, undefined);
}
