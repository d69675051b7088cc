// Chance that can be had again: the same numbers for the same seed.

export interface Random {
  below(limit: number): number;
  of<Value>(values: readonly Value[]): Value;
  /** True once in so many times. */
  oneIn(times: number): boolean;
}

/** Marsaglia's xorshift. */
export function randomOf(start: number): Random {
  let state = ((start * 2_654_435_761) % 2 ** 32) | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (limit: number) => next() % limit;
  return { below, of: (values) => values[below(values.length)]!, oneIn: (n) => below(n) === 0 };
}
