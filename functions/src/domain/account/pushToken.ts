// Whose push token it is, and what it reaches. It moves to a newcomer only from its own installation, whoever signed
// in there, or from another device of the same user to a confirmed session: else whoever knows a push token could
// silence its device. Where it does not move, both hold it.
import type { DeviceType, PushToken } from '../session/session.ts';
import { type Account, type Device, isAccount, openDevices, type Stored } from './account.ts';
import type { Draft } from './draft.ts';
import { frame, type Sending } from './outbox.ts';
import type { TakeTokenEntry } from './outboxEntry.ts';

/** Takes the push token of this device from the user's others, where its session is confirmed and lives. */
export function takeFromOwn({ account, moment: { now } }: Draft, key: string): void {
  const { pushToken, session } = account.devices[key] ?? {};
  if (!pushToken || !session?.confirmed || session.expiresAt <= now) return;
  for (const [other, one] of Object.entries(account.devices)) {
    if (other !== key && reaches(one, pushToken)) one.pushToken = null;
  }
}

/** Other accounts on this installation are to lose it. */
export function oweTaking(draft: Draft, key: string, sending: Sending = {}): void {
  const { account, moment } = draft;
  const device = account.devices[key];
  if (!device?.pushToken || moment.policy.sharedPushTokens) return;
  const { installation, pushToken } = device;
  const { setAt, kind, value } = pushToken;
  account.outbox = account.outbox.filter(
    (entry) => entry.kind !== 'take_token' || entry.device !== key,
  );
  account.outbox.push({
    ...{ kind: 'take_token', device: key, installation, setAt, pushToken: { kind, value } },
    ...frame(draft, sending),
  });
}

/** Takes it from the devices of another account that had it earlier, on the same installation. */
export function loseToken(
  account: Account,
  { installation, pushToken, setAt }: TakeTokenEntry,
): void {
  for (const device of Object.values(account.devices)) {
    const isOlder = device.pushToken !== null && device.pushToken.setAt < setAt;
    if (device.installation !== installation || !isOlder) continue;
    if (reaches(device, pushToken)) device.pushToken = null;
  }
}

/** Forgets a push token that FCM calls dead, where the device still has it. */
export function dropToken(device: Device, pushToken: PushToken, now: Date): void {
  if (!isSameToken(device.pushToken, pushToken)) return;
  device.pushToken = null;
  device.pushTokenDiedAt = now;
}

function reaches({ pushToken }: Device, other: PushToken): boolean {
  return pushToken !== null && reachedApp(pushToken) === reachedApp(other);
}

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
