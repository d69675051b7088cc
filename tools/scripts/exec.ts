// npm run emulators:exec: runs a command against a stack of its own and exits with its code.
import { runCommand } from '../process/command.ts';
import { parseExecOptions } from '../stack/options.ts';
import { runOnStack } from '../stack/stack.ts';

await runCommand(() => {
  const { command, ...options } = parseExecOptions(process.argv.slice(2));
  return runOnStack(options, { command, shell: true });
});
