// How often sessions are opened: by one device, and by new devices of one user.
import { SessionError } from '../../errors.ts';
import type { Device } from '../account/account.ts';
import { isSignInKept, maxMarks } from '../account/bounds.ts';
import type { Draft } from '../account/draft.ts';
import { hourMs, secondMs } from '../session/policy.ts';

/** Sessions that new devices may open for one user within an hour, whatever has become of them. */
const maxNewDevices = 60;

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
