// What every step of the story is played on: who is in it, with which devices.
import type { App, Device } from '../../clients/js/testing/app.ts';
import type { Backstage, SentPush } from '../../clients/js/testing/backstage.ts';
import type { Report } from './report.ts';
import type { TestUser } from '../../clients/js/testing/users.ts';

export interface Stage {
  report: Report;
  backstage: Backstage;
  /** Alice. */
  user: TestUser;
  /** Alice's devices. */
  phone: App;
  laptop: App;
  /** The device of somebody who knows her password. */
  stranger: App;
}

export const iPhone: Device = {
  deviceName: 'iPhone 15 Pro',
  deviceType: 'IOS',
  platform: 'iOS 17.4',
  appVersion: '1.0.0',
  locale: 'en-US',
  address: '212.27.48.10',
};
export const firefox: Device = {
  deviceName: 'Firefox on Linux',
  deviceType: 'WEB',
  locale: 'en-US',
  address: '212.27.48.11',
};
export const samsung: Device = {
  deviceName: 'Samsung Galaxy S24',
  deviceType: 'ANDROID',
  platform: 'Android 15',
  appVersion: '1.0.0',
  locale: 'en-US',
  address: '77.88.55.242',
};

export const tablet: Device = {
  deviceName: 'iPad Air',
  deviceType: 'IOS',
  platform: 'iPadOS 17.4',
  appVersion: '1.0.0',
  locale: 'en-US',
  address: '212.27.48.12',
};
export const pixel: Device = {
  deviceName: 'Pixel 8',
  deviceType: 'ANDROID',
  platform: 'Android 15',
  appVersion: '1.0.0',
  locale: 'en-US',
  address: '212.27.48.13',
};

/** What the person reads. */
export function textOf(push: SentPush | undefined): string {
  return push ? `"${push.message.data.body}"` : 'none';
}
