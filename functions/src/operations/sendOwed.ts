// Sends at once what a change has just made owed, for a call that must not fail because of it.
import { withDeadline } from '../deadline.ts';
import type { OwedKind, OwedPush, SessionRecord } from '../domain/session/session.ts';
import { decideOwedCleared, keepsNoPushToken } from '../domain/session/owedDelivery.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { OwedSettlement } from '../domain/session/owedDelivery.ts';
import { momentOf } from './moment.ts';
import { owedMessage } from './owedMessage.ts';
import { sendPush } from './sendPush.ts';

export type SendServices = Pick<
  Services,
  'sessions' | 'policy' | 'now' | 'newId' | 'pushes' | 'pushQueue' | 'tokens' | 'log'
>;

/** What a login owes is the trigger's work, which knows its place. */
const sentAtOnce: ReadonlySet<OwedKind> = new Set([
  'force_logout',
  'login_answered',
  'security_alert',
]);

/** Before the queue tries again what FCM did not take. */
const retrySeconds = 10;

/** For so long a call waits for its pushes. What takes longer goes on, as far as the instance lives. */
const sendingMs = 2500;

/**
 * `owing` are sessions as the change has left them, `records` where receivers are found. Takes off
 * what FCM has accepted, in one write; queues what failed for a passing reason. Never throws: what is
 * left stays owed, and `sweep` finds it.
 */
export async function sendOwed(
  services: SendServices,
  owing: readonly SessionRecord[],
  records: readonly SessionRecord[] = owing,
): Promise<void> {
  if (owing.length === 0) return;
  try {
    await withDeadline(sendingMs, sendAll(services, owing, records));
  } catch (error) {
    services.log.error('owed pushes not settled', { error: nameOfError(error) });
  }
}

async function sendAll(
  services: SendServices,
  owing: readonly SessionRecord[],
  records: readonly SessionRecord[],
): Promise<void> {
  const settlements = await Promise.all(
    owing.map((record) => sendFor(services, record, [...records, ...owing])),
  );
  const some = settlements.filter((settlement) => settlement !== null);
  // An open session may owe more by now, its end for one: there, nothing is cleared unread.
  const open = owing.filter(({ secrets }) => secrets.state === 'open');
  const isOpen = (one: OwedSettlement) =>
    open.some(({ session }) => session.sessionId === one.sessionId);
  const blind = some.filter((one) => !isOpen(one));
  await Promise.all([
    ...(blind.length > 0 ? [services.sessions.settleOwed(blind)] : []),
    ...some
      .filter(isOpen)
      .map(({ sessionId, settled }) =>
        services.sessions.changeRecord(sessionId, (record) => decideOwedCleared(record, settled)),
      ),
  ]);
}

async function sendFor(
  services: SendServices,
  record: SessionRecord,
  records: readonly SessionRecord[],
): Promise<OwedSettlement | null> {
  const { sessionId } = record.session;
  const { owed } = record.secrets;
  const due = owed.filter(({ kind }) => sentAtOnce.has(kind));
  if (due.length === 0) return null;
  const results = await Promise.all(
    due.map(async (one) => ({ one, isSettled: await sendOne(services, one, record, records) })),
  );
  const settled = results.filter(({ isSettled }) => isSettled).map(({ one }) => one);
  const isLast = settled.length === owed.length;
  // Also what is not sent here: who came for it meanwhile has found it in hand, and gone.
  if (!isLast) await queue(services, sessionId);
  return {
    sessionId,
    settled,
    isLast,
    dropsPushToken: isLast && keepsNoPushToken(record) && record.secrets.pushToken !== null,
  };
}

/** Whether it is done with: taken by FCM, or of no use any more. */
async function sendOne(
  services: SendServices,
  one: OwedPush,
  record: SessionRecord,
  records: readonly SessionRecord[],
): Promise<boolean> {
  const message = await owedMessage(services, one, record, records, momentOf(services));
  return message === null || (await sendPush(services, message)) !== 'failed';
}

async function queue({ pushQueue, log }: SendServices, sessionId: string): Promise<void> {
  try {
    await pushQueue.enqueue({ sessionId }, retrySeconds);
  } catch (error) {
    log.error('owed pushes not queued', { sessionId, error: nameOfError(error) });
  }
}
