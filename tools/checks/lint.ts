// The checks that need no run: the linter, the formatter, the types.
import { join } from 'node:path';
import { functionsBin, root, toolsBin } from '../process/paths.ts';
import { runProgram } from '../process/program.ts';

const compiler = join(functionsBin, 'tsc');
const checks: Record<string, [program: string, ...args: string[]]> = {
  format: [join(toolsBin, 'oxfmt'), '--check'],
  lint: [join(toolsBin, 'oxlint')],
  types: [compiler, '--noEmit', '--project', '.'],
  // What runs in a browser has other types around it.
  'types of clients/js': [compiler, '--noEmit', '--project', 'clients/js'],
  'types of web': [compiler, '--noEmit', '--project', 'web'],
};

/** The names of the checks that failed; what they found is on the terminal. */
export async function failedChecks(): Promise<string[]> {
  const failed: string[] = [];
  // One by one: each uses all processors.
  for (const [name, [program, ...args]] of Object.entries(checks)) {
    if ((await runProgram(program, { args, cwd: root, asBlock: true })) !== 0) failed.push(name);
  }
  return failed;
}
