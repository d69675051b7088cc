// Compares a secret that somebody shows with the one that is configured, without telling by the time
// it takes how much of it, or how long it, was right.
import { createHash, timingSafeEqual } from 'node:crypto';

/** False for anything but the very secret, and always where none is configured. */
export function matchesSecret(shown: unknown, secret: string): boolean {
  if (typeof shown !== 'string' || secret === '') return false;
  return timingSafeEqual(sha256(shown), sha256(secret));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
