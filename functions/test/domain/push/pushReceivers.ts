// What the tests of the pushes send to, and when.
import type { DeviceType, PushReceiver } from '../../../src/domain/session/session.ts';

export const NOW = new Date('2026-03-01T12:00:00.900Z');
/** Four weeks after `NOW`, in seconds of the epoch. */
export const EXPIRATION = String(Date.parse('2026-03-29T12:00:00Z') / 1000);
const DAY_MS = 24 * 3600 * 1000;
export const FOUR_WEEKS_MS = 28 * DAY_MS;
export const FOUR_WEEKS_SECONDS = String(28 * 24 * 3600);
/** What every push is sent with, for longer than FCM keeps any, and what its data say of that. */
export const FRAME = {
  pushId: 'push-id-of-22-letters-',
  until: new Date(NOW.getTime() + 30 * DAY_MS),
};
export const FRAME_DATA = {
  pushId: 'push-id-of-22-letters-',
  receiverSessionId: 'receiver-session-id-22',
};
export const PUSH_TOKEN = 'push-token-of-the-receiver';

export function receiver(deviceType: DeviceType, locale: string | null = null): PushReceiver {
  return {
    sessionId: 'receiver-session-id-22',
    deviceType,
    pushToken: { kind: 'token', value: PUSH_TOKEN },
    locale,
  };
}
