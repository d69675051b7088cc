// npm run demo: plays the story of the README on the running stack, or on one of its own.
import { join } from 'node:path';
import { CommandError, runCommand } from '../process/command.ts';
import { root } from '../process/paths.ts';
import { runProgram } from '../process/program.ts';
import { readProject } from '../stack/config.ts';
import { parseStackOptions } from '../stack/options.ts';
import { describeStack, findOwnStack } from '../stack/ownStack.ts';
import { stackEnvironment } from '../stack/running.ts';
import { runOnStack } from '../stack/stack.ts';

const story = { command: process.execPath, args: [join(root, 'tools', 'demo', 'main.ts')] };

await runCommand(async () => {
  const options = parseStackOptions(process.argv.slice(2));
  const running = options.freePorts ? null : await findOwnStack();
  if (!running) {
    console.log('Starting the emulators (about 15 seconds) ...');
    return runOnStack(options, story);
  }
  if (options.engine === 'official' && running.engine === 'embedded') {
    throw new CommandError(
      'The stack that runs here has the embedded Firestore: stop it first, or add --free-ports.',
    );
  }
  console.log(`On ${describeStack(running)}.`);
  const env = stackEnvironment(running, readProject());
  return runProgram(story.command, { args: story.args, env });
});
