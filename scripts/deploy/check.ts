// All that can be verified before a deployment, as findings. Nothing is changed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { params } from '../../functions/src/params/table.ts';
import { CommandError } from '../command.ts';
import { root } from '../paths.ts';
import { loadParams, openCloud } from './cloud.ts';
import { cloudChecks, runCheck } from './cloudChecks.ts';
import type { Finding } from './finding.ts';
import { checkParams, checkVersions, readSettings } from './localChecks.ts';
import { checkRoles } from './roleChecks.ts';

export interface Target {
  id: string;
  /** Its name in .firebaserc, if it was called by that. */
  alias: string | undefined;
}

/** The project of `--project`: an id, or an alias of .firebaserc. */
export function findTarget(name: string | undefined): Target {
  if (!name) throw new CommandError('Say which project: -- --project <project id>');
  const { projects } = JSON.parse(readFileSync(join(root, '.firebaserc'), 'utf8')) as {
    projects: Record<string, string>;
  };
  const id = projects[name];
  return id ? { id, alias: name } : { id: name, alias: undefined };
}

export async function checkDeployment({ id, alias }: Target): Promise<Finding[]> {
  const values = loadParams(id, alias);
  const local = [...checkVersions(), ...checkParams(values, id)];
  const cloud = await openCloud();
  const settings = readSettings(values) ?? {
    region: params.region.default,
    geoProviders: ['ipapi' as const],
  };
  const found = await Promise.all([
    ...cloudChecks.map((check) => runCheck(check, { cloud, id, settings })),
    checkRoles(cloud, id),
  ]);
  return [...local, ...found.flat()];
}
