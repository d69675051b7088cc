// What a device is called whose own name says nothing, or cannot be shown.
import type { DeviceType } from './session.ts';

export const deviceTypeNames: Record<DeviceType, string> = {
  IOS: 'iOS device',
  ANDROID: 'Android device',
  WEB: 'Web browser',
};
