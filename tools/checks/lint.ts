// The checks that need no run: the linter, the formatter, the types.
import { join } from 'node:path';
import { packageBin, root } from '../process/paths.ts';
import { runProgram } from '../process/program.ts';

const checks: [tool: string, args: string[]][] = [
  ['oxlint', []],
  ['oxfmt', ['--check']],
  ['tsc', ['--noEmit', '--project', '.']],
  // What runs in a browser has other types around it.
  ['tsc', ['--noEmit', '--project', 'clients/js']],
  ['tsc', ['--noEmit', '--project', 'web']],
  // The guides for React and React Native, against the packages that they import.
  ['tsc', ['--noEmit', '--project', 'tools/checks/guides']],
];

/** The names of the checks that failed; what they found is on the terminal. */
export async function failedChecks(): Promise<string[]> {
  const failed = checks.map(async ([name, args]) => {
    const code = await runProgram(join(packageBin, name), { args, cwd: root, isPatient: true });
    return code === 0 ? [] : [name];
  });
  return (await Promise.all(failed)).flat();
}
