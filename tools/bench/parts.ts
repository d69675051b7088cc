// The parts of the bench, in the order in which they run: each is a file beside this one.
export const parts = [
  'cost',
  'scale',
  'firestoreStart',
  'coldStart',
  'guard',
  'throughput',
  'refresh',
  'contention',
  'revocation',
  'revocationByRules',
  'everybodyOut',
  'peers',
  'growth',
] as const;
export type PartName = (typeof parts)[number];

export interface BenchOptions {
  parts: readonly PartName[];
  quick: boolean;
}

/** Reads `[part ...] [--quick]`; no part means all. Throws a TypeError that says what there is. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const named = args.filter((arg) => arg !== '--quick');
  const unknown = named.find((name) => !isPart(name));
  if (unknown !== undefined) {
    throw new TypeError(`There is no ${unknown}: npm run bench -- [${parts.join('|')}] [--quick]`);
  }
  const chosen = parts.filter((name) => named.length === 0 || named.includes(name));
  return { parts: chosen, quick: args.includes('--quick') };
}

function isPart(name: string): name is PartName {
  return parts.some((part) => part === name);
}
