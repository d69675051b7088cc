// What `npm run deploy` does with its words.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError } from '../process/command.ts';
import { checkDeployment } from './check.ts';
import { loadParams } from './cloud.ts';
import { printed } from './finding.ts';
import { missingParams } from './localChecks.ts';
import { findTarget, projectOption } from './target.ts';
import { root } from '../process/paths.ts';
import { UsageError } from '../process/words.ts';

const codebase = 'functions:device-sessions';
const usage = 'Say which project: npm run deploy -- --project <project id> [--own-project]';

/** Resolves to its exit code; `deploy` runs the Firebase CLI's command with these words. */
export async function deployCommand(
  args: string[],
  deploy: (words: string[]) => Promise<number>,
): Promise<number> {
  const { project, ownProject, rest } = parseOptions(args);
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
  return deploy(['--only', only, ...projectOption(target), ...rest]);
}

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
