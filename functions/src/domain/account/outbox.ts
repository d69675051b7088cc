// The outbox: one entry for each kind and receiver, whose `about` grows; one login for each device. So the
// devices bound it, and nothing is dropped for room. An end takes from it only what its reason silences.
import { type Clock, dayMs, secondMs } from '../session/policy.ts';
import type { PushToken } from '../session/session.ts';
import type { Account, OpenSession } from './account.ts';
import type { Draft } from './draft.ts';
import type { AboutEntry, AboutKind, OutboxEntry } from './outboxEntry.ts';

/** For so long a run may have an entry in hand; longer than sending may take. */
export const leaseSeconds = 60;
/** What FCM has not taken after so many tries is given up, with a line in the log. */
export const maxAttempts = 5;
/** Four weeks, the longest that FCM keeps a message: a phone that was off must still be told. */
export const pushLifetimeSeconds = 2_419_200;
/** Before an entry is tried again; four times as long with each try. */
export const firstBackoffSeconds = 10;
/** Devices that one entry names. */
const maxAbout = 20;

export function leasedUntil(now: Date): Date {
  return new Date(now.getTime() + leaseSeconds * secondMs);
}

/** Until when a logout or an answer is of use: a device that comes back later asks the server by itself. */
export function usefulUntil({ now, policy }: Clock): Date {
  const ms = Math.min(pushLifetimeSeconds * secondMs, policy.retentionDays * dayMs);
  return new Date(now.getTime() + ms);
}

export interface Sending {
  /** Until when it is of use. */
  until?: Date;
  /** Whether this call sends it at once. */
  isLeased?: boolean;
}

/** What every entry has, of a new one. */
export function frame(
  { moment }: Draft,
  { until = usefulUntil(moment), isLeased = false }: Sending = {},
) {
  const notBefore = isLeased ? leasedUntil(moment.now) : null;
  return { pushId: moment.newId(), attempts: 0, until, notBefore };
}

/** To the device of a session that ends, with the push token that it has now. */
export function oweLogout(
  draft: Draft,
  device: string,
  { sessionId, deviceType }: Pick<OpenSession, 'sessionId' | 'deviceType'>,
  { kind, value }: PushToken,
  sending: Sending,
): void {
  draft.account.outbox.push({
    kind: 'force_logout',
    ...{ sessionId, device, deviceType, pushToken: { kind, value } },
    ...frame(draft, sending),
  });
}

/**
 * Tells a device of the user something about another device: of its login, an answer or a theft. What is owed to it of
 * this kind already grows: the newest is named, what is beyond the room is counted. An answer and a theft are told by
 * the call itself.
 */
export function oweAbout(
  draft: Draft,
  receiver: string,
  what: AboutKind,
  about: string,
  { until = usefulUntil(draft.moment), isLeased = what.kind !== 'login_alert' }: Sending = {},
): void {
  const { outbox } = draft.account;
  const entry = outbox.find(
    (one): one is AboutEntry =>
      'about' in one && one.receiver === receiver && kindOf(one) === kindOf(what),
  );
  if (!entry) {
    const made = { receiver, about: [about], more: 0, ...frame(draft, { until, isLeased }) };
    outbox.push({ ...what, ...made });
    return;
  }
  const others = entry.about.filter((key) => key !== about);
  entry.more += Math.max(0, others.length + 1 - maxAbout);
  entry.about = [...others, about].slice(-maxAbout);
  const longest = until > entry.until ? until : entry.until;
  Object.assign(entry, frame(draft, { until: longest, isLeased }));
}

/** What tells one entry of a receiver from another. */
function kindOf(what: AboutKind): string {
  return what.kind === 'login_answered' ? `${what.kind} ${what.wasMe}` : what.kind;
}

/** What the runs of this very moment have taken in hand: by it a run knows its own again. */
export function inHand({ outbox }: Pick<Account, 'outbox'>, now: Date): string[] {
  const until = leasedUntil(now).getTime();
  return outbox
    .filter(({ notBefore }) => notBefore?.getTime() === until)
    .map(({ pushId }) => pushId);
}

/** Takes in hand what is owed of this kind already, for a call made again: its tries begin anew. Returns the ids. */
export function lease(
  { account, moment: { now } }: Draft,
  isMeant: (entry: OutboxEntry) => boolean,
): string[] {
  const meant = account.outbox.filter(isMeant);
  for (const entry of meant) Object.assign(entry, { attempts: 0, notBefore: leasedUntil(now) });
  return meant.map(({ pushId }) => pushId);
}

/** Nobody need be alerted of the login of this device any more. */
export function silenceLogin(draft: Draft, device: string): void {
  const { account } = draft;
  account.outbox = account.outbox.filter(
    (entry) => entry.kind !== 'login' || entry.device !== device,
  );
  withdrawAlerts(draft, device);
}

/** The alerts about the login of this device are answered: the place and the mail of it are still due. */
export function withdrawAlerts(draft: Draft, device: string): void {
  const { account } = draft;
  account.outbox = account.outbox.flatMap((entry) =>
    entry.kind === 'login_alert' && entry.about.includes(device)
      ? withoutAbout(entry, [device])
      : [entry],
  );
}

/** The entry about the rest of its devices; none where there is no rest. */
function withoutAbout(entry: AboutEntry, told: readonly string[]): AboutEntry[] {
  const about = entry.about.filter((key) => !told.includes(key));
  return about.length === 0 ? [] : [{ ...entry, about }];
}

/** settled: taken by FCM, or of no use any more. failed: for a reason that may pass. */
export type Outcome = 'settled' | 'failed';

/** Whether this is the last try of an entry. */
export function isLastTry({ attempts }: OutboxEntry): boolean {
  return attempts + 1 >= maxAttempts;
}

/**
 * Takes off what is settled of the entries that were sent. What has failed waits, or is given up: those
 * are returned. An entry that has grown since it was sent stays, with what it has got since.
 */
export function settle(
  outbox: readonly OutboxEntry[],
  sent: readonly OutboxEntry[],
  outcomes: ReadonlyMap<string, Outcome>,
  now: Date,
): { outbox: OutboxEntry[]; givenUp: OutboxEntry[] } {
  const givenUp: OutboxEntry[] = [];
  const left = outbox.flatMap((entry): OutboxEntry[] => {
    const outcome = outcomes.get(entry.pushId);
    if (outcome === undefined) return withoutSettled(entry, sent, outcomes);
    if (outcome === 'settled') return [];
    const attempts = entry.attempts + 1;
    if (attempts >= maxAttempts || entry.until <= now) {
      givenUp.push({ ...entry, attempts });
      return [];
    }
    const backoffMs = firstBackoffSeconds * 4 ** (attempts - 1) * secondMs;
    return [{ ...entry, attempts, notBefore: new Date(now.getTime() + backoffMs) }];
  });
  return { outbox: left, givenUp };
}

/** An entry that grew while it was sent has a new id: what was sent of it is taken off, except from an alert. */
function withoutSettled(
  entry: OutboxEntry,
  sent: readonly OutboxEntry[],
  outcomes: ReadonlyMap<string, Outcome>,
): OutboxEntry[] {
  if (!('about' in entry) || entry.kind === 'login_alert') return [entry];
  const told = sent
    .filter((one): one is AboutEntry => 'about' in one && one.receiver === entry.receiver)
    .filter((one) => kindOf(one) === kindOf(entry) && outcomes.get(one.pushId) === 'settled')
    .flatMap((one) => one.about);
  return withoutAbout(entry, told);
}
