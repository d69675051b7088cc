// Checks, then deploys the functions, and nothing else of the project:
//   npm run deploy -- --project <project id>                  in a project with rules and indexes of its own
//   npm run deploy -- --project <project id> --own-project    also the rules and indexes, replacing what is there
// Other options go to the Firebase CLI as they are.
import { join } from 'node:path';
import { deployCommand } from '../deploy/deployCommand.ts';
import { runCommand } from '../process/command.ts';
import { packageBin, root } from '../process/paths.ts';
import { runProgram } from '../process/program.ts';

const firebase = join(packageBin, 'firebase');

await runCommand(() =>
  deployCommand(process.argv.slice(2), (words) =>
    runProgram(process.execPath, { args: [firebase, 'deploy', ...words], cwd: root }),
  ),
);
