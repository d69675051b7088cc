// The outbox from lease to end: one run at a time sends an entry, and what FCM does not take is tried again.
import type { Moment } from '../session/policy.ts';
import { type Account, isAccount, type Remainder, type SeenPlace } from './account.ts';
import type { Change, Known } from './draft.ts';
import { beginDraft, findDone, finish, rememberCall, replacing, unchanged } from './decision.ts';
import { leasedUntil, type Outcome, settle } from './outbox.ts';
import type { OutboxEntry } from './outboxEntry.ts';
import { dropToken } from './pushToken.ts';
import type { Coordinates, LoginSignal, PushToken } from '../session/session.ts';

/** done: nothing is owed. busy: all of it is in hand, or waits to be tried again. */
export type Lease =
  | { kind: 'done' }
  | { kind: 'busy' }
  | { kind: 'leased'; stored: Account | Remainder; entries: OutboxEntry[] };

/** Takes in hand what is due, and no more; a run that has done so already and was not told finds its own again. */
export function decideLease(
  known: Known,
  { callId }: { callId: string },
  moment: Moment,
): Change<Lease> {
  const { stored } = known;
  const { now } = moment;
  if (!stored || stored.outbox.length === 0) return unchanged({ kind: 'done' });
  const done = findDone(known, callId, moment);
  // Nobody has it in hand, and it is not too early to try again.
  const due = stored.outbox.filter(({ notBefore }) => notBefore === null || notBefore <= now);
  const ids = done?.pushIds ?? due.map(({ pushId }) => pushId);
  if (ids.length === 0) return unchanged({ kind: 'busy' });
  const leased = structuredClone(stored);
  const entries = leased.outbox.filter(({ pushId }) => ids.includes(pushId));
  if (done) return unchanged({ kind: 'leased', stored: leased, entries });
  for (const entry of entries) entry.notBefore = leasedUntil(now);
  if (isAccount(leased)) rememberCall(leased, callId, {});
  return replacing(leased, { kind: 'leased', stored: leased, entries });
}

/** Gives back at once what a run has in hand and cannot send. */
export function decideReturn({ stored }: Known, pushIds: readonly string[]): Change<void> {
  if (!stored) return unchanged(undefined);
  const account = structuredClone(stored);
  for (const entry of account.outbox) {
    if (pushIds.includes(entry.pushId)) entry.notBefore = null;
  }
  return replacing(account, undefined);
}

/** What sending has found out. */
export interface Sent {
  entries: readonly OutboxEntry[];
  /** By push id. */
  outcomes: ReadonlyMap<string, Outcome>;
  /** Push tokens that FCM calls dead, with the keys of their devices. */
  deadTokens: readonly { device: string; pushToken: PushToken }[];
  /** Devices about whose login an alert was accepted. */
  alerted: readonly string[];
  /** What was found of logins. */
  logins: readonly FoundLogin[];
}

export interface FoundLogin {
  device: string;
  sessionId: string;
  location: string | null;
  countryCode: string | null;
  coordinates: Coordinates | null;
  signals: LoginSignal[];
  registeredAt: Date;
}

export interface Settled {
  givenUp: OutboxEntry[];
  /** How many of those that were sent are still owed. */
  left: number;
  /** Places of sessions that are not open any more. */
  late: FoundLogin[];
}

export function decideSettled(known: Known, sent: Sent, moment: Moment): Change<Settled> {
  const { stored } = known;
  if (!stored) return unchanged({ givenUp: [], left: 0, late: [] });
  const { outbox, givenUp } = settle(stored.outbox, sent.entries, sent.outcomes, moment.now);
  // What has come since is the work of whoever has owed it.
  const ids = new Set(sent.entries.map(({ pushId }) => pushId));
  const left = outbox.filter(({ pushId }) => ids.has(pushId)).length;
  if (!isAccount(stored)) {
    return replacing({ ...stored, outbox, isOwed: outbox.length > 0 }, { givenUp, left, late: [] });
  }
  const draft = beginDraft(stored, moment);
  const { account } = draft;
  // Aging may have owed nothing: what it ends is told to nobody.
  account.outbox = outbox.map((entry) =>
    entry.kind === 'login' && sent.alerted.includes(entry.device)
      ? { ...entry, login: { ...entry.login, isAlerted: true } }
      : entry,
  );
  for (const { device, pushToken } of sent.deadTokens) {
    const one = account.devices[device];
    if (one) dropToken(one, pushToken, moment.now);
  }
  for (const key of sent.alerted) {
    const session = account.devices[key]?.session;
    if (session) session.toldLoginAt = session.registeredAt;
  }
  if (sent.alerted.length > 0) account.alertedTimes.push(moment.now);
  const late = sent.logins.filter((found) => !remember(account, found));
  return finish(draft, { givenUp, left, late });
}

/** Returns whether the session is open, so that its place is written with it. */
function remember(account: Account, found: FoundLogin): boolean {
  const { countryCode, coordinates, registeredAt } = found;
  const session = account.devices[found.device]?.session;
  const isConfirmed = session?.confirmed ?? false;
  if (countryCode) {
    const others = account.countries.filter(
      (one) => one.code !== countryCode || one.isConfirmed !== isConfirmed,
    );
    account.countries = [{ code: countryCode, seenAt: registeredAt, isConfirmed }, ...others];
  }
  if (coordinates) {
    const place = { ...coordinates, at: registeredAt };
    const { lastPlaces } = account;
    const isLater = (earlier: SeenPlace | null) => !earlier || earlier.at <= registeredAt;
    if (isLater(lastPlaces.latest)) lastPlaces.latest = place;
    if (isConfirmed && isLater(lastPlaces.confirmed)) lastPlaces.confirmed = place;
  }
  if (session?.sessionId !== found.sessionId) return false;
  session.location = found.location;
  session.signals = found.signals;
  return true;
}
