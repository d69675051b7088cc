// HMAC-SHA256 under the server's MAC keys, for the tokens that only this backend reads.
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { SessionKeys } from './sessionKeys.ts';

/** The MAC of `text` under the key in use: base64url, 43 characters. */
export function makeMac(keys: SessionKeys, text: string): string {
  return macUnder(keys.mac[0], text);
}

/**
 * Whether `mac`, of 43 characters, is the MAC of `text` under any key of the set. Takes the same time
 * whichever key it is, if any; compares characters, so that no second spelling of a MAC passes.
 */
export function isMac(keys: SessionKeys, text: string, mac: string): boolean {
  const shown = Buffer.from(mac);
  const matches = keys.mac.map((key) => timingSafeEqual(Buffer.from(macUnder(key, text)), shown));
  return matches.includes(true);
}

/** The MACs of `text` under each key of the set, that in use first. */
export function macsOf(keys: SessionKeys, text: string): string[] {
  return keys.mac.map((key) => macUnder(key, text));
}

function macUnder(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
