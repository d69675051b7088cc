// What can be told before a deployment without the cloud: the params, and the programs that deploy.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Param } from '../../functions/src/params/param.ts';
import { settingsOf, type Settings } from '../../functions/src/params/settings.ts';
import { params } from '../../functions/src/params/table.ts';
import { root } from '../process/paths.ts';
import { ok, wrong, type Finding } from './finding.ts';

const rows: Param[] = Object.values(params);
const secrets = ['SESSION_KEYS', 'INTROSPECTION_SECRET', 'IPAPI_KEY'];

/** Longer before it no app is about to come out: the year is wrong, say. */
const maxRollOutAheadDays = 30;

/** The settings that would be deployed, or null where they cannot be. */
export function readSettings(values: Record<string, string>): Settings | null {
  try {
    return settingsOf(values);
  } catch {
    return null;
  }
}

export function checkParams(
  values: Record<string, string>,
  project: string,
  now = new Date(),
): Finding[] {
  const file = `functions/.env.${project}`;
  const findings: Finding[] = [];
  try {
    const { rollOutAt } = settingsOf(values, now);
    if (rollOutAt && rollOutAt.getTime() - now.getTime() > maxRollOutAheadDays * 86_400_000) {
      findings.push(
        wrong(
          `ROLL_OUT_AT is ${rollOutAt.toISOString()}: until then every sign-in is confirmed and alerts nobody.`,
          `edit ${file}: no more than ${maxRollOutAheadDays} days ahead`,
        ),
      );
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    findings.push(...error.message.split('\n').map((line) => wrong(line, `edit ${file}`)));
  }
  for (const { name } of missingParams(values)) {
    findings.push(
      wrong(`${name} is in no .env file: the CLI would ask for it.`, 'npm run deploy writes it'),
    );
  }
  for (const name of Object.keys(values)) {
    if (secrets.includes(name)) {
      findings.push(
        wrong(
          `${name} is a secret, and stands in a .env file.`,
          `take it out of functions/.env and ${file}`,
        ),
      );
    } else if (!rows.some((row) => row.name === name)) {
      findings.push(wrong(`${name} is no param.`, `correct its name, or take it out of ${file}`));
    }
  }
  const cityFile = values['GEO_CITY_FILE'];
  if (cityFile && !existsSync(join(root, 'functions', cityFile))) {
    findings.push(
      wrong(`GEO_CITY_FILE names functions/${cityFile}, which does not exist.`, `edit ${file}`),
    );
  }
  return findings.length > 0 ? findings : [ok(`the ${rows.length} params`)];
}

/** The params that no .env file names. */
export function missingParams(values: Record<string, string>): Param[] {
  return rows.filter(({ name }) => values[name] === undefined);
}

/** The versions that package.json and functions/package.json pin, against those that run. */
export function checkVersions(): Finding[] {
  const { dependencies } = readJson<{ dependencies: Record<string, string> }>('package.json');
  const { engines } = readJson<{ engines: { node: string } }>('functions/package.json');
  const { version } = createRequire(import.meta.url)('firebase-tools/package.json') as {
    version: string;
  };
  const node = process.versions.node;
  return [
    Number(node.split('.')[0]) >= Number(engines.node)
      ? ok(`Node ${node}`)
      : wrong(
          `Node ${node} runs, the functions are for Node ${engines.node}.`,
          'use the npm script',
        ),
    version === dependencies['firebase-tools']
      ? ok(`Firebase CLI ${version}`)
      : wrong(`Firebase CLI ${version} is installed.`, 'npm ci'),
  ];
}

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(join(root, name), 'utf8')) as T;
}
