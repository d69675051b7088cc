// The devices of the lab and the places they can be in.
import type { DeviceType } from '../../../clients/js/src/index.ts';

export interface Model {
  deviceName: string;
  deviceType: DeviceType;
  platform: string;
  locale: string;
  /** Abroad from the start: this one plays the stranger. */
  isAbroad: boolean;
}

export const models: Model[] = [
  {
    deviceName: 'iPhone 15 Pro',
    deviceType: 'IOS',
    platform: 'iOS 17.4',
    locale: 'en',
    isAbroad: false,
  },
  {
    deviceName: 'Samsung Galaxy S24',
    deviceType: 'ANDROID',
    platform: 'Android 14',
    locale: 'en',
    isAbroad: true,
  },
  {
    deviceName: 'Chrome on Windows',
    deviceType: 'WEB',
    platform: 'Windows 11',
    locale: 'en',
    isAbroad: false,
  },
  {
    deviceName: 'Pixel 9',
    deviceType: 'ANDROID',
    platform: 'Android 16',
    locale: 'en',
    isAbroad: false,
  },
];

/** Where calls seem to come from: the emulator believes X-Forwarded-For, and knows these places. */
export const addresses = { home: '80.58.61.250', abroad: '77.88.55.242' };
