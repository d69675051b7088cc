// The statistics of a series of measurements.

export interface Spread {
  min: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** Percentiles by the nearest rank. Throws a TypeError where there is nothing to take them of. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new TypeError('a spread of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
  return { min: at(0), p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Milliseconds that the call took. */
export async function timed(call: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await call();
  return performance.now() - startedAt;
}

/**
 * Times each call `rounds` times, in turn, so that all of them meet the machine in the same mood; the
 * first `warmUp` rounds do not count.
 */
export async function interleaved<Name extends string>(
  calls: Record<Name, () => Promise<unknown>>,
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Record<Name, Spread>> {
  const names = Object.keys(calls) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >;
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const name of names) {
      const millis = await timed(calls[name]);
      if (round >= warmUp) times[name].push(millis);
    }
  }
  return Object.fromEntries(names.map((name) => [name, spreadOf(times[name])])) as Record<
    Name,
    Spread
  >;
}
