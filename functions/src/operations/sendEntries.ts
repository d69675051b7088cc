// Sends entries of an outbox that this run has in hand: every push, mail and hook of the product leaves here.
import { isAccount } from '../domain/account/account.ts';
import { hashed } from '../domain/account/accountId.ts';
import { beginDraft, finish, unchanged } from '../domain/account/decision.ts';
import { decideSettled, type Sent } from '../domain/account/delivery.ts';
import type { Change, Known } from '../domain/account/draft.ts';
import { isLastTry, type Outcome } from '../domain/account/outbox.ts';
import type { LoginEntry, OutboxEntry, TakeTokenEntry } from '../domain/account/outboxEntry.ts';
import { loseToken, reachedApp } from '../domain/account/pushToken.ts';
import { pushTokenOf } from '../domain/push/fcmPayload.ts';
import type { PushMessage, PushOutcome } from '../domain/push/pushMessage.ts';
import type { Moment } from '../domain/session/policy.ts';
import type { PushToken } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { ReadAccount } from '../services.ts';
import { changeAccount, momentOf } from './changeAccount.ts';
import { findLogin, type LoginFindings } from './findLogin.ts';
import { finishLogin } from './finishLogin.ts';
import { outboxMessages } from './outboxMessages.ts';
import type { Sending, SendServices } from './sending.ts';

/**
 * Sends these and takes off what is done with. What has failed waits to be tried again, or is given up with a line in
 * the log. Returns how many of them are still owed.
 */
export async function sendEntries(
  services: SendServices,
  account: ReadAccount,
  pushIds: readonly string[],
): Promise<number> {
  const { accountId, stored } = account;
  const entries = stored?.outbox.filter(({ pushId }) => pushIds.includes(pushId)) ?? [];
  if (entries.length === 0) return 0;
  const sent = await send(services, account, entries);
  const options = { from: account };
  const { result } = await changeAccount(services, accountId, decideSettled, sent, options);
  for (const { kind, attempts, pushId } of result.givenUp) {
    services.log.error('owed push given up', { accountId, pushId, kind, attempts });
  }
  for (const { sessionId, location, signals } of result.late) {
    await services.sessions.addToView(sessionId, { location, signals });
  }
  return result.left;
}

/** Never throws: what fails is said by its outcome. Logins come last, since they ask who was alerted. */
async function send(
  services: SendServices,
  { accountId, stored }: ReadAccount,
  entries: readonly OutboxEntry[],
): Promise<Sent> {
  const account = isAccount(stored) ? stored : null;
  const findings = new Map<string, Promise<LoginFindings | null>>();
  const findingsOf = (device: string) => {
    const found = findings.get(device) ?? findLogin(services, account, device);
    findings.set(device, found);
    return found;
  };
  const sending = { services, accountId, account, findingsOf, moment: momentOf(services) };
  const outcomes = new Map<string, Outcome>();
  const deadTokens: { device: string; pushToken: PushToken }[] = [];
  const alerted = new Set<string>();

  const push = async (entry: Exclude<OutboxEntry, LoginEntry | TakeTokenEntry>) => {
    const messages = await outboxMessages(sending, entry);
    const kinds = await Promise.all(messages.map((message) => sendPush(services, message)));
    const device = entry.kind === 'force_logout' ? entry.device : entry.receiver;
    for (const [at, { message }] of messages.entries()) {
      if (kinds[at] === 'dead_token') deadTokens.push({ device, pushToken: pushTokenOf(message) });
    }
    if (entry.kind === 'login_alert' && kinds.includes('sent')) {
      for (const key of entry.about) alerted.add(key);
    }
    return kinds.includes('retry') ? 'failed' : 'settled';
  };

  const attempt = async (entry: Exclude<OutboxEntry, LoginEntry>) => {
    const { kind, pushId } = entry;
    try {
      const work = kind === 'take_token' ? takeToken(sending, entry) : push(entry);
      outcomes.set(pushId, await work);
    } catch (error) {
      services.log.error('owed push not sent', { kind, pushId, error: nameOfError(error) });
      outcomes.set(pushId, 'failed');
    }
  };

  const tell = async (entry: LoginEntry) => {
    const { device, pushId, login } = entry;
    const known = await findingsOf(device);
    const isDone =
      !account ||
      !known ||
      (await finishLogin(services, account, entry, known, {
        isAlerted: login.isAlerted || alerted.has(device),
        alertsWait: account.outbox.some((one) => mayStillAlert(one, device, outcomes)),
      }));
    outcomes.set(pushId, isDone ? 'settled' : 'failed');
    return known ? [known.found] : [];
  };

  const logins = entries.filter((entry) => entry.kind === 'login');
  await Promise.all(entries.filter((entry) => entry.kind !== 'login').map(attempt));
  const found = (await Promise.all(logins.map(tell))).flat();
  return { entries, outcomes, deadTokens, alerted: [...alerted], logins: found };
}

/** Never throws. */
async function sendPush(
  { pushes, log }: SendServices,
  push: PushMessage,
): Promise<PushOutcome['kind']> {
  try {
    return (await pushes.send(push)).kind;
  } catch (error) {
    const { kind, sessionId } = push;
    log.error('push not sent', { kind, sessionId, error: nameOfError(error) });
    return 'retry';
  }
}

/** Whether a later try may alert somebody of the login of this device; also one that another run has in hand. */
function mayStillAlert(
  entry: OutboxEntry,
  device: string,
  outcomes: ReadonlyMap<string, Outcome>,
): boolean {
  if (entry.kind !== 'login_alert' || !entry.about.includes(device)) return false;
  const outcome = outcomes.get(entry.pushId);
  return outcome === undefined || (outcome === 'failed' && !isLastTry(entry));
}

/** Takes a push token from the other accounts on its installation. */
async function takeToken(
  { services, accountId, moment }: Sending,
  entry: TakeTokenEntry,
): Promise<Outcome> {
  const holders = await services.sessions.findHolders(hashed(reachedApp(entry.pushToken)));
  for (const other of holders.filter((id) => id !== accountId)) {
    await changeAccount(services, other, decideLoss, entry, { moment });
  }
  return 'settled';
}

function decideLoss({ stored }: Known, entry: TakeTokenEntry, moment: Moment): Change<void> {
  if (!isAccount(stored)) return unchanged(undefined);
  const draft = beginDraft(stored, moment);
  loseToken(draft.account, entry);
  return finish(draft, undefined);
}
