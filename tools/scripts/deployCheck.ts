// Says what stands between this repository and a deployment, and changes nothing:
//   npm run deploy:check -- --project <project id>
import { runCommand } from '../process/command.ts';
import { checkDeployment } from '../deploy/check.ts';
import { findTarget } from '../deploy/target.ts';
import { printed } from '../deploy/finding.ts';
import { parseWords, UsageError } from '../process/words.ts';

const usage = 'Say which project: npm run deploy:check -- --project <project id>';

await runCommand(async () => {
  const findings = await checkDeployment(findTarget(parseProject(process.argv.slice(2))));
  for (const finding of findings) console.log(printed(finding));
  const count = findings.filter(({ state }) => state === 'wrong').length;
  if (count > 0) console.log(`\n${count} to mend before a deployment.`);
  return count > 0 ? 1 : 0;
});

function parseProject(args: string[]): string {
  const options = { project: { type: 'string', short: 'P' } } as const;
  const { project } = parseWords({ args, options }, usage).values;
  if (!project) throw new UsageError(usage);
  return project;
}
