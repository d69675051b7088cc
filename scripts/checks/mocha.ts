// Runs mocha on a set of files and counts.
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from '../paths.ts';
import type { ProgramOptions } from '../program.ts';
import { noCounts, type Counts } from './counts.ts';

export interface MochaOptions {
  /** Globs, from the root. */
  files: string[];
  without?: string[];
  grep: string | null;
  /** Variables to add to the tests' environment. */
  env?: NodeJS.ProcessEnv;
}

type Run = (command: string, options: Omit<ProgramOptions, 'stopping'>) => Promise<number>;

/** Resolves to the counts; a run that broke off counts as one failure. No files: nothing runs. */
export async function runMocha(
  { files, without, grep, env }: MochaOptions,
  run: Run,
): Promise<Counts> {
  const found = globSync(files, { cwd: root, exclude: without ?? [] }).toSorted();
  if (found.length === 0) return noCounts;
  mkdirSync(cache, { recursive: true });
  const countsFile = join(cache, `mocha-${process.pid}.json`);
  rmSync(countsFile, { force: true });
  const code = await run(process.execPath, {
    args: [
      join(root, 'node_modules', 'mocha', 'bin', 'mocha.js'),
      '--forbid-only',
      ...['--reporter', join(root, 'scripts', 'checks', 'reporter.ts')],
      ...(grep === null ? [] : ['--grep', grep]),
      ...found,
    ],
    cwd: root,
    env: { ...env, MOCHA_COUNTS: countsFile },
  });
  const counts = readCounts(countsFile);
  const brokeOff = code !== 0 && counts.failed === 0;
  return brokeOff ? { ...counts, failed: 1 } : counts;
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return noCounts;
  } finally {
    rmSync(file, { force: true });
  }
}
