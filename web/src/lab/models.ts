// The devices of the lab and the places they can be in.
import type { DeviceType } from '../../../clients/js/src/index.ts';

export type ModelName = 'iPhone' | 'galaxy' | 'chrome' | 'pixel';

export interface Model {
  deviceName: string;
  deviceType: DeviceType;
  platform: string;
  locale: string;
  /** Abroad from the start: this one plays the stranger. */
  isAbroad: boolean;
  /** What its switch says. */
  offLabel: string;
}

const phone = { locale: 'en', isAbroad: false, offLabel: 'phone is off' };

export const models: Record<ModelName, Model> = {
  iPhone: { ...phone, deviceName: 'iPhone 15 Pro', deviceType: 'IOS', platform: 'iOS 17.4' },
  galaxy: {
    ...phone,
    deviceName: 'Samsung Galaxy S24',
    deviceType: 'ANDROID',
    platform: 'Android 14',
    isAbroad: true,
  },
  chrome: {
    ...phone,
    deviceName: 'Chrome on Windows',
    deviceType: 'WEB',
    platform: 'Windows 11',
    offLabel: 'computer is off',
  },
  pixel: { ...phone, deviceName: 'Pixel 9', deviceType: 'ANDROID', platform: 'Android 16' },
};

export const modelNames = Object.keys(models) as ModelName[];

/** Where calls seem to come from: the emulator believes X-Forwarded-For, and knows these places. */
export const addresses = { home: '80.58.61.250', abroad: '77.88.55.242' };
