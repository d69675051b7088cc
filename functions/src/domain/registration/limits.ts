// What limits new sessions: how many may be open, in all or of a kind of device, and how often they are opened,
// by one device or by new devices of one user.
import { SessionError } from '../../errors.ts';
import { type Device, openDevices, type OpenSession } from '../account/account.ts';
import { isSignInKept, maxMarks, maxOpen } from '../account/bounds.ts';
import type { Draft } from '../account/draft.ts';
import { hourMs, secondMs, type SessionPolicy } from '../session/policy.ts';
import { deviceTypes as allDeviceTypes } from '../session/session.ts';

/** Sessions that new devices may open for one user within an hour, whatever has become of them. */
const maxNewDevices = 60;

type Rival = ReturnType<typeof openDevices>[number];

/**
 * The keys of the least recently active beyond each limit, unconfirmed ones first. An unconfirmed newcomer ends no
 * confirmed session, else a thief could throw the owner out by signing in often enough: where all
 * others are confirmed, it comes in as one above the limit.
 */
export function evictionsFor(
  { deviceType, confirmed }: Pick<OpenSession, 'deviceType' | 'confirmed'>,
  others: readonly Rival[],
  { sessionLimits: { total, groups } }: Pick<SessionPolicy, 'sessionLimits'>,
): string[] {
  // Those that the newcomer counts towards: its own kind's first.
  const ownGroups = groups.filter(({ deviceTypes }) => deviceTypes.includes(deviceType));
  const limits = [...ownGroups, { deviceTypes: allDeviceTypes, most: total }];
  const evicted = new Set<string>();
  for (const { deviceTypes, most } of limits) {
    const rivals = others.filter(
      ([key, { session }]) => !evicted.has(key) && deviceTypes.includes(session.deviceType),
    );
    const candidates = rivals.filter(([, { session }]) => confirmed || !session.confirmed);
    const excess = Math.max(0, rivals.length + 1 - most);
    for (const [key] of candidates.sort(inOrderOfLeaving).slice(0, excess)) evicted.add(key);
  }
  return [...evicted];
}

function inOrderOfLeaving([, { session: a }]: Rival, [, { session: b }]: Rival): number {
  const unconfirmedFirst = Number(a.confirmed) - Number(b.confirmed);
  return unconfirmedFirst || a.lastActiveAt.getTime() - b.lastActiveAt.getTime();
}

/** Throws rate_limited for a new device where too many are open even so. */
export function requireRoom({ account, moment: { policy } }: Draft): void {
  if (openDevices(account).length < maxOpen(policy)) return;
  throw new SessionError('rate_limited', { retryAfterSeconds: hourMs / secondMs });
}

/** Throws rate_limited for a device that registers more often in an hour than any person does. */
export function requireWithinDeviceRate(device: Device | null, { moment }: Draft): void {
  const { signIns = [], registrations = [] } = device ?? {};
  const times = registrations.map(({ second }) => second * secondMs);
  requireFewerWithinHour(times, maxMarks, moment.now);
  if (signIns.filter((mark) => isSignInKept(mark, moment)).length >= maxMarks) {
    const retryAfterSeconds = moment.policy.signInMaxAgeSeconds;
    throw new SessionError('rate_limited', { retryAfterSeconds });
  }
}

/** New devices open no more than so many sessions an hour; what the owner denied or closed counts less. */
export function requireWithinRate({ account, moment: { now, policy } }: Draft): void {
  const timesOf = (logins: typeof account.newDevices) => logins.map(({ at }) => at.getTime());
  const counted = account.newDevices.filter(({ isCounted }) => isCounted);
  requireFewerWithinHour(timesOf(counted), policy.newDevicesPerHour, now);
  requireFewerWithinHour(timesOf(account.newDevices), maxNewDevices, now);
}

/** Throws rate_limited until the oldest of them is an hour old. */
function requireFewerWithinHour(times: readonly number[], most: number, now: Date): void {
  const hourAgo = now.getTime() - hourMs;
  const lately = times.filter((time) => time > hourAgo);
  if (lately.length < most) return;
  const seconds = Math.ceil((Math.min(...lately) - hourAgo) / secondMs);
  throw new SessionError('rate_limited', { retryAfterSeconds: Math.max(1, seconds) });
}
