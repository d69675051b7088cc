// npm run bench: the benchmarks, one after the other. They judge nothing.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { root } from './paths.ts';
import { runProgram } from './program.ts';

await runCommand(async () => {
  for (const file of globSync(join(root, 'bench', '*.ts')).sort()) {
    const code = await runProgram(process.execPath, { args: [file], cwd: root });
    if (code !== 0) return code;
  }
  return 0;
});
