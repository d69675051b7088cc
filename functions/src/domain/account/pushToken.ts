// Whose push token it is. It moves to a newcomer only from its own installation, whoever signed in there,
// or from another device of the same user to a confirmed session: else whoever knows a push token could
// silence its device. Where it does not move, both hold it.
import type { PushToken } from '../session/session.ts';
import type { Account, Device } from './account.ts';
import type { Draft } from './draft.ts';
import { frame, type Sending, usefulUntil } from './outbox.ts';
import type { TakeTokenEntry } from './outboxEntry.ts';
import { isSameToken, reachedApp } from './pushes.ts';

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
    ...frame(draft, usefulUntil(moment), sending),
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
