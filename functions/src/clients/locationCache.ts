// Remembers the places of networks: bounded, least recently used out first, each entry with its own
// end. "No place" (null) is remembered too.
import type { Place } from '../domain/place/place.ts';

export interface LocationCache {
  /** undefined where nothing is remembered; null where the network is remembered to have no place. */
  get(network: string): Place | null | undefined;
  set(network: string, place: Place | null, ttlMs: number): void;
}

export function makeLocationCache({ size, now }: { size: number; now: () => Date }): LocationCache {
  // A Map iterates in the order of insertion: its first key is the least recently used.
  const entries = new Map<string, { place: Place | null; endsAt: number }>();

  return {
    get(network) {
      const entry = entries.get(network);
      if (entry === undefined) return undefined;
      entries.delete(network);
      if (entry.endsAt <= now().getTime()) return undefined;
      entries.set(network, entry);
      return entry.place;
    },
    set(network, place, ttlMs) {
      entries.delete(network);
      entries.set(network, { place, endsAt: now().getTime() + ttlMs });
      for (const oldest of entries.keys()) {
        if (entries.size <= size) break;
        entries.delete(oldest);
      }
    },
  };
}
