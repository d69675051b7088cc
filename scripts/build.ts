// npm run build: compiles the functions.
import { runCommand } from './command.ts';
import { buildFunctions } from './functionsBuild.ts';

await runCommand(async () => {
  await buildFunctions();
  return 0;
});
