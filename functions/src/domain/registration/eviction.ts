// Who makes room for a new session where there are too many, in all or of its kind of device.
import { isConfirmed } from '../session/confirmation.ts';
import type { Moment } from '../session/moment.ts';
import type { SessionPolicy } from '../session/policy.ts';
import type { DeviceType, SessionRecord } from '../session/session.ts';
import { deviceTypes as allDeviceTypes } from '../session/session.ts';

interface Newcomer {
  deviceType: DeviceType;
  confirmed: boolean;
}

/**
 * The least recently active beyond each limit, unconfirmed ones first. An unconfirmed newcomer ends no
 * confirmed session, else a thief could throw the owner out by signing in often enough: where all
 * others are confirmed, it comes in as one above the limit.
 */
export function evictionsFor(
  newcomer: Newcomer,
  others: readonly SessionRecord[],
  moment: Moment,
): SessionRecord[] {
  const evicted = new Set<SessionRecord>();
  for (const { deviceTypes, most } of limitsFor(newcomer.deviceType, moment.policy)) {
    const rivals = others.filter(
      (record) => !evicted.has(record) && deviceTypes.includes(record.session.deviceType),
    );
    for (const record of evictionsOf(newcomer, rivals, most, moment)) evicted.add(record);
  }
  return [...evicted];
}

/** The limits that a device of this type counts towards: its own kind's first. */
function limitsFor(deviceType: DeviceType, { maxSessions, sessionLimits }: SessionPolicy) {
  const own = sessionLimits.groups.filter(({ deviceTypes }) => deviceTypes.includes(deviceType));
  return [
    ...own,
    { deviceTypes: allDeviceTypes, most: Math.min(maxSessions, sessionLimits.total ?? Infinity) },
  ];
}

function evictionsOf(
  { confirmed }: Newcomer,
  rivals: readonly SessionRecord[],
  most: number,
  moment: Moment,
): SessionRecord[] {
  const unconfirmed = leastRecentlyActive(
    rivals.filter(({ session }) => !isConfirmed(session, moment)),
  );
  const rest = confirmed
    ? leastRecentlyActive(rivals.filter(({ session }) => isConfirmed(session, moment)))
    : [];
  const excess = rivals.length + 1 - most;
  return [...unconfirmed, ...rest].slice(0, Math.max(0, excess));
}

function leastRecentlyActive(records: readonly SessionRecord[]): SessionRecord[] {
  return records.toSorted(
    (a, b) => a.session.lastActiveAt.getTime() - b.session.lastActiveAt.getTime(),
  );
}
