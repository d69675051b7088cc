// npm run format: writes every file the way `npm run lint` wants it.
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { packageBin, root } from './paths.ts';
import { runProgram } from './program.ts';

await runCommand(() => {
  const args = ['--write', '--log-level', 'warn', '.'];
  return runProgram(join(packageBin, 'prettier'), { args, cwd: root });
});
