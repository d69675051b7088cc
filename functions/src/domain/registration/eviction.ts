// Who makes room for a new session where there are too many, in all or of its kind of device.
import type { DeviceInUse } from '../account/account.ts';
import type { SessionPolicy } from '../session/policy.ts';
import type { DeviceType } from '../session/session.ts';
import { deviceTypes as allDeviceTypes } from '../session/session.ts';

interface Newcomer {
  deviceType: DeviceType;
  confirmed: boolean;
}

type Rival = [key: string, device: DeviceInUse];

/**
 * The keys of the least recently active beyond each limit, unconfirmed ones first. An unconfirmed newcomer ends no
 * confirmed session, else a thief could throw the owner out by signing in often enough: where all
 * others are confirmed, it comes in as one above the limit.
 */
export function evictionsFor(
  newcomer: Newcomer,
  others: readonly Rival[],
  policy: SessionPolicy,
): string[] {
  const toEvict = new Set<string>();
  for (const { deviceTypes, most } of limitsFor(newcomer.deviceType, policy)) {
    const rivals = others.filter(
      ([key, { session }]) => !toEvict.has(key) && deviceTypes.includes(session.deviceType),
    );
    for (const [key] of evictionsOf(newcomer, rivals, most)) toEvict.add(key);
  }
  return [...toEvict];
}

/** The limits that a device of this type counts towards: its own kind's first. */
function limitsFor(deviceType: DeviceType, { sessionLimits: { total, groups } }: SessionPolicy) {
  const own = groups.filter(({ deviceTypes }) => deviceTypes.includes(deviceType));
  return [...own, { deviceTypes: allDeviceTypes, most: total }];
}

function evictionsOf({ confirmed }: Newcomer, rivals: readonly Rival[], most: number): Rival[] {
  const unconfirmed = leastRecentlyActive(rivals.filter(([, { session }]) => !session.confirmed));
  const rest = confirmed
    ? leastRecentlyActive(rivals.filter(([, { session }]) => session.confirmed))
    : [];
  const excess = rivals.length + 1 - most;
  return [...unconfirmed, ...rest].slice(0, Math.max(0, excess));
}

function leastRecentlyActive(rivals: readonly Rival[]): Rival[] {
  return rivals.toSorted(
    ([, a], [, b]) => a.session.lastActiveAt.getTime() - b.session.lastActiveAt.getTime(),
  );
}
