// npm run build: compiles the functions, and bundles the page.
import { runCommand } from '../process/command.ts';
import { buildFunctions } from '../build/functionsBuild.ts';
import { buildWeb } from '../../web/build.ts';

await runCommand(async () => {
  await Promise.all([buildFunctions(), buildWeb()]);
  return 0;
});
