// npm run format: lets the formatter write.
import { join } from 'node:path';
import { runCommand } from '../process/command.ts';
import { root, toolsBin } from '../process/paths.ts';
import { runProgram } from '../process/program.ts';
import { requireNoWords } from '../process/words.ts';

await runCommand(() => {
  requireNoWords(process.argv.slice(2), 'format');
  return runProgram(join(toolsBin, 'oxfmt'), { cwd: root });
});
