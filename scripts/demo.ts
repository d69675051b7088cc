// npm run demo: plays the story of the README on the running stack, or on one of its own.
import { join } from 'node:path';
import { CommandError, runCommand } from './command.ts';
import { root } from './paths.ts';
import { parseStackOptions } from './stack/options.ts';
import { findRunningStack } from './stack/running.ts';
import { runOn, withStack, type RunOnStack } from './stack/withStack.ts';

await runCommand(async (stopping) => {
  const options = parseStackOptions(process.argv.slice(2));
  const play = (run: RunOnStack) =>
    run(process.execPath, { args: [join(root, 'demo', 'main.ts')] });
  const running = options.freePorts ? null : await findRunningStack();
  if (!running) {
    console.log('Starting the emulators (about 15 seconds) ...');
    return withStack(options, stopping, play);
  }
  if (options.engine === 'official' && running.engine === 'embedded') {
    throw new CommandError(
      'The stack that runs here has the embedded Firestore: stop it first, or add --free-ports.',
    );
  }
  return play(runOn(running, stopping));
});
