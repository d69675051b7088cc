// npm run build: compiles the functions, and bundles the page.
import { runCommand } from './command.ts';
import { buildFunctions } from './functionsBuild.ts';
import { buildWeb } from '../web/build.ts';

await runCommand(async () => {
  await Promise.all([buildFunctions(), buildWeb()]);
  return 0;
});
