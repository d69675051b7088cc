// Finds the place of an address: cache, then each provider in order, then null. Never rejects, asks
// nobody about reserved addresses, and asks once however many want the same network at one time.
import { LRUCache } from 'lru-cache';
import { isPublicAddress, networkOf, parseIpAddress } from '../domain/place/ipAddress.ts';
import type { Place } from '../domain/place/place.ts';
import { nameOfError } from '../errors.ts';
import type { Locator, Log } from '../services.ts';

/** unknown: the provider was asked and has no place. unavailable: it could not be asked. */
export type PlaceAnswer = Place | 'unknown' | 'unavailable';

export interface PlaceProvider {
  readonly name: string;
  /** Takes a public address in canonical form. Logs its own failures; none holds the address or a key. */
  find(ip: string): Promise<PlaceAnswer>;
}

export interface LocatorOptions {
  /** Asked one after the other, until one has found a place. */
  providers: readonly PlaceProvider[];
  now: () => Date;
  log: Log['warn'];
}

/** Networks remembered at most (about 300 bytes each). */
const mostNetworks = 2000;
const placeMs = 24 * 3_600_000;
/** How long it is remembered that no provider knows a network. */
const unknownMs = 3_600_000;
/** How long nobody is asked again after some provider could not be asked and no other knew. */
const unavailableMs = 60_000;

/** What is known of a network, or will be when the providers have answered. */
interface Entry {
  place: Promise<Place | null>;
  /** In milliseconds since 1970. */
  endsAt: number;
}

/**
 * The cache goes by network (/24, /48), so neighbours share the place that was found for the first
 * of them. That is as exact as the sources are: they know networks, and the answer is shown as a
 * city, not used as evidence.
 */
export function makeLocator({ providers, now, log }: LocatorOptions): Locator {
  const cache = new LRUCache<string, Entry>({ max: mostNetworks });

  async function ask(provider: PlaceProvider, ip: string): Promise<PlaceAnswer> {
    try {
      return await provider.find(ip);
    } catch (error) {
      // Only the error's name: its message may hold the address.
      log('A place provider failed', { provider: provider.name, error: nameOfError(error) });
      return 'unavailable';
    }
  }

  async function find(ip: string, keepFor: (lifetimeMs: number) => void): Promise<Place | null> {
    let allAsked = true;
    for (const provider of providers) {
      const answer = await ask(provider, ip);
      if (typeof answer === 'object') {
        keepFor(placeMs);
        return answer;
      }
      allAsked &&= answer === 'unknown';
    }
    keepFor(allAsked ? unknownMs : unavailableMs);
    return null;
  }

  return {
    async locate(text) {
      const ip = parseIpAddress(text);
      if (ip === null || !isPublicAddress(ip)) return null;
      const network = networkOf(ip);
      const known = cache.get(network);
      if (known && now().getTime() < known.endsAt) return await known.place;
      const entry: Entry = { endsAt: Infinity, place: Promise.resolve(null) };
      entry.place = find(ip, (lifetimeMs) => (entry.endsAt = now().getTime() + lifetimeMs));
      cache.set(network, entry);
      return await entry.place;
    },
  };
}
