// Sends entries of an outbox that this run has in hand: every push, mail and hook of the product leaves here.
import type { Account, Stored } from '../domain/account/account.ts';
import { isAccount } from '../domain/account/account.ts';
import { hashed } from '../domain/account/accountId.ts';
import type { Sent } from '../domain/account/delivery.ts';
import type { Outcome } from '../domain/account/outbox.ts';
import { isLastTry } from '../domain/account/outbox.ts';
import type { OutboxEntry, TakeTokenEntry } from '../domain/account/outboxEntry.ts';
import { reachedApp } from '../domain/account/pushes.ts';
import { loseToken } from '../domain/account/pushToken.ts';
import { beginDraft } from '../domain/account/aging.ts';
import { finish, unchanged } from '../domain/account/draft.ts';
import type { Change, Known } from '../domain/account/draft.ts';
import { pushTokenOf } from '../domain/push/fcmPayload.ts';
import type { Moment } from '../domain/session/moment.ts';
import type { PushToken } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';
import { alertMessage } from './alertMessage.ts';
import type { ChangeServices } from './changeAccount.ts';
import { changeAccount } from './changeAccount.ts';
import type { LoginFindings } from './findLogin.ts';
import { findLogin } from './findLogin.ts';
import type { FinishServices } from './finishLogin.ts';
import { finishLogin } from './finishLogin.ts';
import { outboxMessages } from './outboxMessages.ts';
import { sendPush } from './sendPush.ts';

/** What a call needs to send what it has in hand. */
export type EntryServices = ChangeServices & Pick<Services, 'pushes' | 'tokens' | 'log'>;
/** What a login needs besides. */
export type DeliverServices = EntryServices &
  FinishServices &
  Pick<Services, 'locator' | 'pushQueue'>;

/** Never throws: what fails is said by its outcome. */
export async function sendEntries(
  services: EntryServices & Partial<DeliverServices>,
  accountId: string,
  stored: Stored,
  entries: readonly OutboxEntry[],
  moment: Moment,
): Promise<Sent> {
  const outcomes = new Map<string, Outcome>();
  const deadTokens: { device: string; pushToken: PushToken }[] = [];
  const alerted = new Set<string>();
  const findings = new Map<string, Promise<LoginFindings | null>>();
  const findingsOf = (account: Account) => (device: string) => {
    const { locator, log } = services;
    const known = findings.get(device);
    if (known) return known;
    const found = locator ? findLogin({ locator, log }, account, device) : Promise.resolve(null);
    findings.set(device, found);
    return found;
  };

  const send = async (entry: OutboxEntry): Promise<Outcome> => {
    switch (entry.kind) {
      case 'login':
        return 'settled';
      case 'take_token':
        return await takeToken(services, accountId, entry, moment);
      case 'login_alert': {
        if (!isAccount(stored)) return 'settled';
        const message = await alertMessage(
          ...([services, accountId, stored, entry, findingsOf(stored), moment] as const),
        );
        if (!message) return 'settled';
        const state = await sendPush(services, message);
        if (state === 'dead') {
          deadTokens.push({ device: entry.receiver, pushToken: pushTokenOf(message.message) });
        }
        if (state === 'accepted') for (const device of entry.about) alerted.add(device);
        return state === 'failed' ? 'failed' : 'settled';
      }
      case 'force_logout':
      case 'login_answered':
      case 'security_alert': {
        const messages = await outboxMessages(services, stored, entry, moment);
        const device = entry.kind === 'force_logout' ? entry.device : entry.receiver;
        const states = await Promise.all(
          messages.map(async (message) => {
            const state = await sendPush(services, message);
            if (state === 'dead')
              deadTokens.push({ device, pushToken: pushTokenOf(message.message) });
            return state;
          }),
        );
        return states.includes('failed') ? 'failed' : 'settled';
      }
    }
  };

  const attempt = async (entry: OutboxEntry) => {
    try {
      outcomes.set(entry.pushId, await send(entry));
    } catch (error) {
      services.log.error('owed push not sent', {
        kind: entry.kind,
        pushId: entry.pushId,
        error: nameOfError(error),
      });
      outcomes.set(entry.pushId, 'failed');
    }
  };
  await Promise.all(entries.filter(({ kind }) => kind !== 'login').map(attempt));
  const logins = entries.filter((entry) => entry.kind === 'login');
  const found = isAccount(stored)
    ? await Promise.all(
        logins.map(async (entry) => {
          const known = await findingsOf(stored)(entry.device);
          if (!known || !isDeliverServices(services)) return null;
          const isDone = await finishLogin(services, stored, entry, known, {
            isAlerted: entry.login.isAlerted || alerted.has(entry.device),
            alertsWait: stored.outbox.some(
              (one) => isAlertAbout(one, entry.device) && mayStillSucceed(one, outcomes),
            ),
          });
          outcomes.set(entry.pushId, isDone ? 'settled' : 'failed');
          return known.found;
        }),
      )
    : [];
  for (const { pushId } of logins) if (!outcomes.has(pushId)) outcomes.set(pushId, 'settled');
  return {
    ...{ entries, outcomes, deadTokens, alerted: [...alerted] },
    logins: found.filter((one) => one !== null),
  };
}

function isDeliverServices(
  services: EntryServices & Partial<DeliverServices>,
): services is DeliverServices {
  return services.locator !== undefined;
}

function isAlertAbout(entry: OutboxEntry, device: string): boolean {
  return entry.kind === 'login_alert' && entry.about.includes(device);
}

/** Whether a later try of it may be accepted; also one that another run has in hand. */
function mayStillSucceed(entry: OutboxEntry, outcomes: ReadonlyMap<string, Outcome>): boolean {
  const outcome = outcomes.get(entry.pushId);
  return outcome === undefined || (outcome === 'failed' && !isLastTry(entry));
}

/** Takes a push token from the other accounts on its installation. */
async function takeToken(
  services: EntryServices,
  accountId: string,
  entry: TakeTokenEntry,
  moment: Moment,
): Promise<Outcome> {
  const holders = await services.sessions.findHolders(hashed(reachedApp(entry.pushToken)));
  for (const other of holders.filter((id) => id !== accountId)) {
    await changeAccount(services, other, decideLoss, entry, moment);
  }
  return 'settled';
}

function decideLoss({ stored }: Known, entry: TakeTokenEntry, moment: Moment): Change<void> {
  if (!isAccount(stored)) return unchanged(undefined);
  const draft = beginDraft(stored, moment);
  loseToken(draft.account, entry);
  return finish(draft, undefined);
}
