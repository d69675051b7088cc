// npm run emulators:exec: runs a command against a stack of its own and exits with its code.
import { runCommand } from './command.ts';
import { parseExecOptions } from './stack/options.ts';
import { withStack } from './stack/withStack.ts';

await runCommand(async (stopping) => {
  const options = parseExecOptions(process.argv.slice(2));
  return withStack(options, stopping, async (run, stack) => {
    const code = await run(options.command, { shell: true });
    if (code !== 0)
      console.error(`The command failed (${code}). The stack's log: ${stack.logFile}`);
    return code;
  });
});
