// Who makes room for a new session where there are too many, in all or of its kind of device.
import type { DeviceInUse, OpenSession } from '../account/account.ts';
import type { SessionPolicy } from '../session/policy.ts';
import { deviceTypes as allDeviceTypes } from '../session/session.ts';

type Rival = [key: string, device: DeviceInUse];

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
