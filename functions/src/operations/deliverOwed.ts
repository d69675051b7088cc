// Sends what a session owes, whoever made it so: for the trigger, the queue and the sweep.
import type { OwedOutcome } from '../domain/session/owedDelivery.ts';
import {
  decideOwedLease,
  decideOwedReturned,
  decideOwedSettled,
  isLastTry,
} from '../domain/session/owedDelivery.ts';
import type { OwedPush, SessionRecord } from '../domain/session/session.ts';
import type { Moment } from '../domain/session/moment.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { LoginFindings } from './loginFindings.ts';
import { findLogin } from './loginFindings.ts';
import { loginAlert } from './loginAlert.ts';
import { finishLogin } from './finishLogin.ts';
import { momentOf } from './moment.ts';
import { owedMessage } from './owedMessage.ts';
import type { SendServices } from './sendOwed.ts';
import { sendPush } from './sendPush.ts';

export type DeliverServices = SendServices &
  Pick<
    Services,
    'locator' | 'accounts' | 'onUnalertedLogin' | 'loginMails' | 'appName' | 'sessionsUrl'
  >;

/**
 * done: nothing is owed any more. waiting: something failed for a reason that may pass. busy: another
 * run has it in hand. Safe to run any number of times; work that fails is given back at once.
 */
export async function deliverOwed(
  services: DeliverServices,
  sessionId: string,
): Promise<'done' | 'waiting' | 'busy'> {
  const { sessions } = services;
  const moment = momentOf(services);
  const lease = await sessions.changeRecord(sessionId, (record) => decideOwedLease(record, moment));
  if (lease.kind !== 'leased') return lease.kind;
  try {
    return await deliverLeased(services, lease.record, moment);
  } catch (error) {
    await giveBack(services, sessionId);
    throw error;
  }
}

async function deliverLeased(
  services: DeliverServices,
  record: SessionRecord,
  moment: Moment,
): Promise<'done' | 'waiting'> {
  const { sessions, log } = services;
  const { sessionId } = record.session;
  const { owed } = record.secrets;
  const found = owed.some(isOfLogin) ? await findLogin(services, record, moment) : null;
  const records = await withReceivers(services, record, found?.records ?? null);
  const login = found && { ...found, records };

  const outcomes = new Map<string, OwedOutcome>();
  let accepted = false;
  await Promise.all(
    owed
      .filter(({ kind }) => kind !== 'login')
      .map(async (one) => {
        const outcome = await deliverOne(services, one, record, records, login, moment);
        outcomes.set(one.pushId, outcome === 'failed' ? 'failed' : 'settled');
        if (outcome === 'accepted' && one.kind === 'login_alert') accepted = true;
      }),
  );
  const alertsWait = owed.some(
    (one) => one.kind === 'login_alert' && outcomes.get(one.pushId) === 'failed' && !isLastTry(one),
  );
  const work = owed.find(({ kind }) => kind === 'login');
  const alertedAt = record.secrets.alertedAt ?? (accepted ? moment.now : null);
  if (login && work) {
    const finished = await finishLogin(services, login, {
      alerted: alertedAt !== null,
      alertsWait,
      isLastTry: isLastTry(work),
    });
    outcomes.set(work.pushId, finished ? 'settled' : 'failed');
  }
  const { givenUp, remaining } = await sessions.changeRecord(sessionId, (now) =>
    decideOwedSettled(
      now,
      outcomes,
      login ? { ...login.change, secrets: { ...login.change.secrets, alertedAt } } : {},
      moment,
    ),
  );
  for (const { kind, attempts } of givenUp) {
    log.error('owed push given up', { sessionId, kind, attempts });
  }
  return remaining.length > 0 ? 'waiting' : 'done';
}

/** The records that this is told to, and what may have replaced them since. */
async function withReceivers(
  { sessions }: Pick<DeliverServices, 'sessions'>,
  record: SessionRecord,
  userRecords: readonly SessionRecord[] | null,
): Promise<readonly SessionRecord[]> {
  const { sessionId } = record.session;
  const ids = record.secrets.owed
    .map(({ receiver }) => receiver)
    .filter((id): id is string => id !== null && id !== sessionId);
  const records =
    userRecords ?? (ids.length > 0 ? await sessions.findUserRecords(record.session) : [record]);
  const missing = ids.filter((id) => records.every(({ session }) => session.sessionId !== id));
  return missing.length > 0 ? [...records, ...(await sessions.findRecords(missing))] : records;
}

function isOfLogin({ kind }: OwedPush): boolean {
  return kind === 'login' || kind === 'login_alert';
}

async function deliverOne(
  services: DeliverServices,
  one: OwedPush,
  record: SessionRecord,
  records: readonly SessionRecord[],
  login: LoginFindings | null,
  moment: Moment,
): Promise<'accepted' | 'refused' | 'failed'> {
  const message =
    one.kind === 'login_alert' && login
      ? await loginAlert(services, one, login, moment)
      : await owedMessage(services, one, record, records, moment);
  return message === null ? 'refused' : await sendPush(services, message);
}

async function giveBack({ sessions, log }: DeliverServices, sessionId: string): Promise<void> {
  try {
    await sessions.changeRecord(sessionId, decideOwedReturned);
  } catch (error) {
    log.warn('owed pushes not given back', { sessionId, error: nameOfError(error) });
  }
}
