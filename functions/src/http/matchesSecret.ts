// Compares a secret that somebody presents with the one that is configured, without telling by the time
// it takes how much of it, or how long it, was right.
import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * False for anything but the very secret, and always where none is configured. A line break at the end
 * is no part of it: `echo` leaves one in what is stored, and no header could carry it.
 */
export function matchesSecret(presented: unknown, secret: string): boolean {
  if (typeof presented !== 'string' || withoutBreak(secret) === '') return false;
  return timingSafeEqual(sha256(withoutBreak(presented)), sha256(withoutBreak(secret)));
}

function withoutBreak(secret: string): string {
  return secret.replace(/\r?\n$/, '');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
