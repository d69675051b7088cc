// npm start: the whole backend on this machine, rebuilt and reloaded at each change, until Ctrl-C.
import { join } from 'node:path';
import { runCommand } from '../process/command.ts';
import { root } from '../process/paths.ts';
import { codeOf, stopPrograms } from '../process/program.ts';
import { parseStartOptions } from '../stack/options.ts';
import { runOnStack } from '../stack/stack.ts';

/** For so long the emulators may wait for functions that are under way. Asked again, they end at once. */
const graceMilliseconds = 3000;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => setTimeout(() => stopPrograms(signal), graceMilliseconds).unref());
}

await runCommand(async () => {
  const { isVerbose, ...options } = parseStartOptions(process.argv.slice(2));
  console.log('Starting the emulators (about 15 seconds) ...');
  const code = await runOnStack(options, {
    command: process.execPath,
    args: [join(root, 'tools', 'stack', 'welcome.ts'), ...process.argv.slice(2)],
    shown: isVerbose ? 'logs' : 'nothing',
    isForOthers: true,
  });
  // Ctrl-C is how this command ends when all is well.
  return code === codeOf('SIGINT') ? 0 : code;
});
