// npm run screenshots: takes the pictures of docs/images, on a stack of its own. Needs a Chromium.
import { join } from 'node:path';
import { findChromium } from '../../web/test/browser.ts';
import { CommandError, runCommand } from '../process/command.ts';
import { root } from '../process/paths.ts';
import { runOnStack } from '../stack/stack.ts';
import { requireNoWords } from '../process/words.ts';

await runCommand(async () => {
  requireNoWords(process.argv.slice(2), 'screenshots');
  if (findChromium() === null) throw new CommandError('There is no Chromium here.');
  return await runOnStack(
    { engine: 'embedded', freePorts: true },
    { command: process.execPath, args: [join(root, 'web', 'screenshots.ts')] },
  );
});
