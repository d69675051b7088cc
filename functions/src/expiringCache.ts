// A bounded memory of one instance: least recently used out first, each entry with its own end.
import { LRUCache } from 'lru-cache';

export interface ExpiringCache<Value> {
  /** undefined where nothing is remembered, or no longer. */
  get(key: string): Value | undefined;
  set(key: string, value: Value, lifetimeMs: number): void;
}

export function makeExpiringCache<Value>({
  size,
  now,
}: {
  size: number;
  now: () => Date;
}): ExpiringCache<Value> {
  const entries = new LRUCache<string, { value: Value; endsAt: number }>({ max: size });
  return {
    get(key) {
      const entry = entries.get(key);
      return entry && now().getTime() < entry.endsAt ? entry.value : undefined;
    },
    set(key, value, lifetimeMs) {
      entries.set(key, { value, endsAt: now().getTime() + lifetimeMs });
    },
  };
}
