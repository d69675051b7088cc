// What this instance remembers of refused registrations (docs/decisions/0028).
import type { Owner } from './domain/session/session.ts';
import { hourMs } from './domain/session/policy.ts';
import { makeExpiringCache } from './expiringCache.ts';
import type { Refusals } from './services.ts';

/** Of how many users at most, each some 150 bytes. */
const size = 5000;

export function makeRefusals(now: () => Date): Refusals {
  const memory = makeExpiringCache<true>({ size, now });
  return {
    has: (owner) => memory.get(keyOf(owner)) === true,
    add: (owner) => memory.set(keyOf(owner), true, hourMs),
  };
}

function keyOf({ userId, tenantId }: Owner): string {
  return JSON.stringify([tenantId, userId]);
}
