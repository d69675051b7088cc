// What a session document shows of its device: enough to hold a caller's device id against, and nothing
// from which one could be guessed, since the owner and whoever acts as the owner may read it.
import { macsOf } from './mac.ts';
import type { SessionKeys } from './sessionKeys.ts';

/** HMAC-SHA256 over session and device id under each key of the set, the key in use first; base64url. */
export function hashDevice(keys: SessionKeys, sessionId: string, deviceId: string): string[] {
  return macsOf(keys, `device-hash.${sessionId}.${deviceId}`);
}
