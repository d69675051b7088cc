// How mocha is run on a set of files, and how its tests are counted, wherever it runs.
import { randomUUID } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from '../process/paths.ts';
import { runProgram, type ProgramOptions } from '../process/program.ts';
import { addCounts, noCounts, type Counts } from './counts.ts';

export interface MochaOptions extends Pick<ProgramOptions, 'env' | 'asBlock'> {
  /** Globs, from the root. */
  files: string[];
  without?: string[];
  grep: string | null;
}

/** Resolves to mocha's exit code. No files: nothing runs. */
export async function runMocha(options: MochaOptions): Promise<number> {
  const { files, without = [], grep, ...rest } = options;
  const found = globSync(files, {
    cwd: root,
    exclude: ['**/node_modules/**', ...without],
  }).toSorted();
  if (found.length === 0) return 0;
  const args = [
    join(root, 'tools', 'node_modules', 'mocha', 'bin', 'mocha.js'),
    '--forbid-only',
    ...(grep === null ? [] : ['--grep', grep]),
    ...found,
  ];
  return runProgram(process.execPath, { ...rest, args, cwd: root });
}

/**
 * Counts the tests that `run` has mocha run with this variable, and resolves to the sum. Where its exit
 * code tells of a failure that no test was, as of a run that broke off, that is one failure.
 */
export async function countTests(
  run: (variable: { MOCHA_COUNTS: string }) => Promise<number>,
): Promise<Counts> {
  mkdirSync(cache, { recursive: true });
  const file = join(cache, `counts-${randomUUID()}`);
  try {
    const code = await run({ MOCHA_COUNTS: file });
    const counts = readCounts(file);
    if (code === 0 || counts.failures.length > 0) return counts;
    return { ...counts, failures: [`a run that broke off (exit code ${code})`] };
  } finally {
    rmSync(file, { force: true });
  }
}

function readCounts(file: string): Counts {
  if (!existsSync(file)) return noCounts;
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Counts).reduce(addCounts, noCounts);
}
