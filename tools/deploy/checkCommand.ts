// What `npm run deploy:check` does with its words.
import { checkDeployment } from './check.ts';
import { findTarget } from './target.ts';
import { printed } from './finding.ts';
import { parseWords, UsageError } from '../process/words.ts';

const usage = 'Say which project: npm run deploy:check -- --project <project id>';

/** Resolves to its exit code. */
export async function checkCommand(args: string[]): Promise<number> {
  const findings = await checkDeployment(findTarget(parseProject(args)));
  for (const finding of findings) console.log(printed(finding));
  const count = findings.filter(({ state }) => state === 'wrong').length;
  if (count > 0) console.log(`\n${count} to mend before a deployment.`);
  return count > 0 ? 1 : 0;
}

function parseProject(args: string[]): string {
  const options = { project: { type: 'string', short: 'P' } } as const;
  const { project } = parseWords({ args, options }, usage).values;
  if (!project) throw new UsageError(usage);
  return project;
}
