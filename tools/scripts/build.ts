// npm run build: compiles the functions, and bundles the page.
import { runCommand } from '../process/command.ts';
import { buildFunctions } from '../build/functionsBuild.ts';
import { buildWeb } from '../../web/build.ts';
import { requireNoWords } from '../process/words.ts';

await runCommand(async () => {
  requireNoWords(process.argv.slice(2), 'build');
  await Promise.all([buildFunctions(), buildWeb()]);
  return 0;
});
