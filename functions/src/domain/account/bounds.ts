// What is still worth remembering of an account, how much of it there may be, and by what it is found.
import { rememberedUntil } from '../session/lifetime.ts';
import { type Clock, dayMs, hourMs, secondMs, type SessionPolicy } from '../session/policy.ts';
import {
  type Account,
  type Device,
  mayStillDeny,
  openDevices,
  type OpenSession,
  type SignInMark,
} from './account.ts';
import { hashed } from './accountId.ts';
import { devicesOf, type Login } from './outboxEntry.ts';
import { reachedApp } from './pushToken.ts';

/** Open sessions beyond SESSION_LIMITS, which those nobody has confirmed may be. */
const maxBeyondLimit = 10;
/** Devices without a session that are remembered: known ones, closed ones, and others for their sign-ins alone. */
export const maxKnown = 100;
export const maxClosed = 200;
export const maxOthers = 200;
/** More sign-ins, or registrations, than this on one device within their time, are no person's. */
export const maxMarks = 60;
const maxAlertedTimes = 10;
/** For how long a country counts as seen. */
export const countryDays = 180;
/** More than people visit, of each kind; beyond that the oldest are forgotten. */
const maxCountries = 50;

/** Forgets what is past its time or beyond the bounds, and names what is indexed. */
export function tidy(account: Account, moment: Clock): void {
  const { now } = moment;
  const since = (ms: number) => new Date(now.getTime() - ms);
  account.newDevices = account.newDevices.filter(({ at }) => at > since(hourMs));
  account.alertedTimes = account.alertedTimes
    .filter((at) => at > since(dayMs))
    .slice(-maxAlertedTimes);
  const seen = account.countries
    .filter(({ seenAt }) => seenAt > since(countryDays * dayMs))
    .sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime());
  // Logins that nobody has confirmed push out none of the others.
  account.countries = [true, false].flatMap((kind) =>
    seen.filter(({ isConfirmed }) => isConfirmed === kind).slice(0, maxCountries),
  );
  tidyDevices(account, moment);
  account.isOwed = account.outbox.length > 0;
  account.eraseOn = eraseDay(account, moment);
  const pushTokens = Object.values(account.devices).map(({ pushToken }) => pushToken);
  const reached = pushTokens.filter((one) => one !== null).map(reachedApp);
  account.pushTokens = [...new Set(reached.map(hashed))];
  account.deleteAt = deletionTime(account, moment);
}

function tidyDevices(account: Account, moment: Clock): void {
  const { now, policy } = moment;
  const named = new Set(account.outbox.flatMap(devicesOf));
  const isFixed = ([key, device]: [string, Device]) => named.has(key) || mayStillDeny(device, now);
  for (const device of Object.values(account.devices)) {
    device.signIns = device.signIns.filter((mark) => isSignInKept(mark, moment));
    device.registrations = device.registrations.filter((mark) => isMarkKept(mark, moment));
    if (device.mayDenyUntil && device.mayDenyUntil <= now) {
      Object.assign(device, { mayDenyUntil: null, mayDenySince: null });
      if (!device.session) device.pushToken = null;
    }
    const isPast = !device.session && rememberedUntil(device.lastSeenAt, policy) <= now;
    if (isPast && !device.unanswered) device.standing = 'new';
  }
  // Whose login has waited longest goes on waiting: later ones push nobody's out.
  const room = Math.max(0, maxOpen(policy) - openDevices(account).length);
  const waiting = Object.values(account.devices).filter(({ unanswered }) => unanswered !== null);
  for (const device of waiting.sort(byFirstLogin).slice(room)) device.unanswered = null;
  const longestUnused = (most: number, isMeant: (device: Device) => boolean) =>
    Object.entries(account.devices)
      .filter((entry) => !entry[1].session && !isFixed(entry) && isMeant(entry[1]))
      .sort(([, a], [, b]) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime())
      .slice(most);
  for (const [wanted, most] of [
    ['known', maxKnown],
    ['closed', maxClosed],
  ] as const) {
    const surplus = longestUnused(most, ({ standing }) => standing === wanted);
    for (const [, device] of surplus) device.standing = 'new';
  }
  const isOther = ({ standing, unanswered }: Device) => standing === 'new' && !unanswered;
  const isMarked = ({ signIns, registrations }: Device) =>
    signIns.length + registrations.length > 0;
  for (const [key] of [
    ...longestUnused(0, (device) => isOther(device) && !isMarked(device)),
    ...longestUnused(maxOthers, (device) => isOther(device) && isMarked(device)),
  ]) {
    delete account.devices[key];
  }
}

/** So many sessions may be open at once, or wait for an answer after they ran out. */
export function maxOpen({ sessionLimits }: Pick<SessionPolicy, 'sessionLimits'>): number {
  return sessionLimits.total + maxBeyondLimit;
}

function byFirstLogin({ unanswered: a }: Device, { unanswered: b }: Device): number {
  return Number(a?.firstLoginAt) - Number(b?.firstLoginAt);
}

/** Those too old to open a session need not be remembered; the roll-out refuses none by its age. */
export function isSignInKept({ second }: SignInMark, moment: Clock): boolean {
  const signedInAt = new Date(second * secondMs);
  return isBeforeRollOut(signedInAt, moment) || !isTooOld(signedInAt, moment);
}

/** Whether the sign-in is older than the roll-out, and that is not yet long ago. */
export function isBeforeRollOut(signedInAt: Date, { now, policy }: Clock): boolean {
  const { rollOutAt } = policy;
  return rollOutAt !== null && signedInAt < rollOutAt && now < rememberedUntil(rollOutAt, policy);
}

/** Whether the sign-in is too old to open a session. */
export function isTooOld(signedInAt: Date, { now, policy }: Clock): boolean {
  return now.getTime() - signedInAt.getTime() > policy.signInMaxAgeSeconds * secondMs;
}

function isMarkKept({ second }: SignInMark, { now, policy }: Clock): boolean {
  const ms = Math.max(hourMs, (policy.signInMaxAgeSeconds + 10) * secondMs);
  return now.getTime() - second * secondMs <= ms;
}

/** The day (UTC) on which the first of its addresses and places has been kept long enough. */
function eraseDay(account: Account, { policy }: Clock): string | null {
  const places = Object.values(account.lastPlaces).filter((place) => place !== null);
  const times = [
    ...withAddress(account).map(({ registeredAt }) => registeredAt.getTime()),
    ...places.map(({ at }) => at.getTime()),
  ];
  return times.length === 0 ? null : eraseDayOf(new Date(Math.min(...times)), policy);
}

function eraseDayOf(at: Date, { ipRetentionDays }: SessionPolicy): string {
  return dayOf(new Date(at.getTime() + ipRetentionDays * dayMs));
}

/** The day (UTC) of a time: "2026-11-25". */
function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function withAddress(account: Account): (OpenSession | Login)[] {
  const sessions = openDevices(account).map(([, { session }]) => session);
  const logins = account.outbox.flatMap((entry) => (entry.kind === 'login' ? [entry.login] : []));
  return [...sessions, ...logins].filter(({ ip }) => ip !== null);
}

/** Takes away addresses and places that have been kept long enough. */
export function erasePersonalData(account: Account, { now, policy }: Clock): void {
  const isPast = (at: Date) => eraseDayOf(at, policy) <= dayOf(now);
  for (const login of withAddress(account)) if (isPast(login.registeredAt)) login.ip = null;
  for (const kind of ['confirmed', 'latest'] as const) {
    const place = account.lastPlaces[kind];
    if (place && isPast(place.at)) account.lastPlaces[kind] = null;
  }
}

/** RETENTION_DAYS after the last thing worth remembering: countries, places, times and calls are not. */
function deletionTime({ devices, outbox, firebaseAccount }: Account, { policy }: Clock): Date {
  const { rollOutAt } = policy;
  const isOfRollOut = ({ signIns }: Device) =>
    signIns.some(({ second }) => rollOutAt && second * secondMs < rollOutAt.getTime());
  const hasRollOut = rollOutAt && Object.values(devices).some(isOfRollOut);
  const times = [
    hasRollOut ? rememberedUntil(rollOutAt, policy) : null,
    ...Object.values(devices).flatMap(({ session, lastSeenAt, unanswered, mayDenyUntil }) => [
      rememberedUntil(session?.expiresAt ?? lastSeenAt, policy),
      unanswered && unanswered.session.confirmsAt,
      mayDenyUntil,
    ]),
    ...outbox.map(({ until }) => until),
    firebaseAccount.customTokenUntil,
  ];
  return new Date(Math.max(...times.map((time) => time?.getTime() ?? 0)));
}
