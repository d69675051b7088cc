// What a push token reaches, and whether pushes reach a device: what its app is told, and the operator's log.
import type { DeviceType, PushToken } from '../session/session.ts';
import { type Device, isAccount, openDevices, type Stored } from './account.ts';

/** The Firebase installation id that a registration token begins with. */
const installationId = /^[cdef][A-Za-z0-9_-]{21}(?=:)/;

/** The app that a push token reaches, by which it is looked for: of either kind, the installation id. */
export function reachedApp({ value }: PushToken): string {
  return installationId.exec(value)?.[0] ?? value;
}

export function isSameToken(one: PushToken | null, other: PushToken | null): boolean {
  return one?.kind === other?.kind && one?.value === other?.value;
}

/** none: the app has named nothing to send to. dead: FCM does not know it any more. */
export type PushReach = 'ok' | 'none' | 'dead';

export function pushesOf({
  pushToken,
  pushTokenDiedAt,
}: Pick<Device, 'pushToken' | 'pushTokenDiedAt'>): PushReach {
  if (pushToken) return 'ok';
  return pushTokenDiedAt ? 'dead' : 'none';
}

export interface PushesOfDevice {
  deviceType: DeviceType;
  pushes: PushReach;
  kind: PushToken['kind'] | null;
}

/** Of the devices in use, those that are new or reached in another way than before. */
export function changedPushes(before: Stored, after: Stored): PushesOfDevice[] {
  const had = new Map(all(before));
  return all(after)
    .filter(([key, { pushes, kind }]) => {
      const earlier = had.get(key);
      return earlier?.pushes !== pushes || earlier.kind !== kind;
    })
    .map(([, one]) => one);
}

function all(stored: Stored): [key: string, PushesOfDevice][] {
  if (!isAccount(stored)) return [];
  return openDevices(stored).map(([key, device]) => {
    const { deviceType, pushToken } = device;
    return [key, { deviceType, pushes: pushesOf(device), kind: pushToken?.kind ?? null }];
  });
}
