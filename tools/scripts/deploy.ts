// Checks, then deploys the functions, and nothing else of the project:
//   npm run deploy -- --project <project id>                  in a project with rules and indexes of its own
//   npm run deploy -- --project <project id> --own-project    also the rules and indexes, replacing what is there
// Other options go to the Firebase CLI as they are.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError, runCommand } from '../process/command.ts';
import { checkDeployment } from '../deploy/check.ts';
import { loadParams } from '../deploy/cloud.ts';
import { printed } from '../deploy/finding.ts';
import { missingParams } from '../deploy/localChecks.ts';
import { findTarget, projectOption } from '../deploy/target.ts';
import { packageBin, root } from '../process/paths.ts';
import { runProgram } from '../process/program.ts';
import { UsageError } from '../process/words.ts';

const codebase = 'functions:device-sessions';
const usage = 'Say which project: npm run deploy -- --project <project id> [--own-project]';

await runCommand(async () => {
  const { project, ownProject, rest } = parseOptions(process.argv.slice(2));
  const target = findTarget(project);
  // The CLI asks for a param that no .env file names, and without a terminal refuses to deploy.
  const missing = missingParams(loadParams(target.id, target.alias));
  if (missing.length > 0) {
    const lines = missing.map((param) => `${param.name}=${param.default}\n`).join('');
    appendFileSync(join(root, 'functions', `.env.${target.alias ?? target.id}`), `\n${lines}`);
  }
  const findings = await checkDeployment(target);
  for (const finding of findings) console.log(printed(finding));
  const inTheWay = findings.filter(
    ({ state, mend = '' }) => state === 'wrong' && !(ownProject && mend.includes('--own-project')),
  );
  if (inTheWay.length > 0) {
    throw new CommandError(`\nNothing was deployed: ${inTheWay.length} to mend first.`);
  }
  const only = ownProject ? `${codebase},firestore` : codebase;
  return runProgram(process.execPath, {
    args: [
      ...[join(packageBin, 'firebase'), 'deploy', '--only', only],
      ...projectOption(target),
      ...rest,
    ],
    cwd: root,
  });
});

function parseOptions(args: string[]) {
  const { values, tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    options: { project: { type: 'string', short: 'P' }, 'own-project': { type: 'boolean' } },
  });
  const own = new Set(['project', 'own-project']);
  const rest = tokens.flatMap((token) => {
    if (token.kind === 'positional') return [token.value];
    if (token.kind !== 'option' || own.has(token.name)) return [];
    return [token.value === undefined ? token.rawName : `${token.rawName}=${token.value}`];
  });
  if (typeof values.project !== 'string' || values.project === '') throw new UsageError(usage);
  return {
    project: values.project,
    ownProject: values['own-project'] === true,
    rest,
  };
}
