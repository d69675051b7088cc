// Finds the place of an address: cache, then each provider in order, then null. Never rejects, asks
// nobody about reserved addresses, and asks once however many want the same network at one time.
import { nameOfError } from '../errors.ts';
import { isPublicAddress, networkOf, parseIpAddress } from '../domain/place/ipAddress.ts';
import type { Locator } from '../services.ts';
import type { Place } from '../domain/place/place.ts';
import { makeExpiringCache } from '../expiringCache.ts';

/** unknown: the provider was asked and has no place. unavailable: it could not be asked. */
export type PlaceAnswer =
  | { outcome: 'found'; place: Place }
  | { outcome: 'unknown' }
  | { outcome: 'unavailable' };

export interface PlaceProvider {
  readonly name: string;
  /** Takes a public address in canonical form. Logs its own failures; none holds the address. */
  find(ip: string): Promise<PlaceAnswer>;
}

/** Structured log; providers hand over neither addresses nor keys. */
export type Log = (message: string, fields?: Record<string, unknown>) => void;

export interface LocatorOptions {
  /** Asked one after the other, until one has found a place. */
  providers: readonly PlaceProvider[];
  now: () => Date;
  log: Log;
  /** Networks remembered at most (about 300 bytes each). */
  cacheSize?: number;
  /** How long a place is remembered. */
  ttlMs?: number;
  /** How long it is remembered that no provider knows a network. */
  unknownTtlMs?: number;
  /** How long nobody is asked again after some provider could not be asked and no other knew. */
  unavailableTtlMs?: number;
}

/**
 * The cache goes by network (/24, /48), so neighbours share the place that was found for the first
 * of them. That is as exact as the sources are: they know networks, and the answer is shown as a
 * city, not used as evidence.
 */
export function makeLocator({
  providers,
  now,
  log,
  cacheSize = 2000,
  ttlMs = 24 * 3_600_000,
  unknownTtlMs = 3_600_000,
  unavailableTtlMs = 60_000,
}: LocatorOptions): Locator {
  const cache = makeExpiringCache<Place | null>({ size: cacheSize, now });
  const underWay = new Map<string, Promise<Place | null>>();

  async function ask(provider: PlaceProvider, ip: string): Promise<PlaceAnswer> {
    try {
      return await provider.find(ip);
    } catch (error) {
      // Only the error's name: its message may hold the address.
      log('A place provider failed', { provider: provider.name, error: nameOfError(error) });
      return { outcome: 'unavailable' };
    }
  }

  async function find(ip: string, network: string): Promise<Place | null> {
    let allAsked = true;
    for (const provider of providers) {
      const answer = await ask(provider, ip);
      if (answer.outcome === 'found') {
        cache.set(network, answer.place, ttlMs);
        return answer.place;
      }
      allAsked &&= answer.outcome === 'unknown';
    }
    cache.set(network, null, allAsked ? unknownTtlMs : unavailableTtlMs);
    return null;
  }

  return {
    async locate(text) {
      const ip = parseIpAddress(text);
      if (ip === null || !isPublicAddress(ip)) return null;
      const network = networkOf(ip);
      const cached = cache.get(network);
      if (cached !== undefined) return cached;
      let pending = underWay.get(network);
      if (pending === undefined) {
        pending = find(ip, network).finally(() => underWay.delete(network));
        underWay.set(network, pending);
      }
      return pending;
    },
  };
}
