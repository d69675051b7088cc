// Says what stands between this repository and a deployment, and changes nothing:
//   npm run deploy:check -- --project <project id>
import { checkCommand } from '../deploy/checkCommand.ts';
import { runCommand } from '../process/command.ts';

await runCommand(() => checkCommand(process.argv.slice(2)));
