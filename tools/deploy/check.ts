// All that can be verified before a deployment, as findings. Nothing is changed.
import { params } from '../../functions/src/params/table.ts';
import { loadParams, openCloud } from './cloud.ts';
import { cloudChecks, runCheck } from './cloudChecks.ts';
import type { Finding } from './finding.ts';
import { checkParams, checkVersions, readSettings } from './localChecks.ts';
import { checkRoles } from './roleChecks.ts';
import type { Target } from './target.ts';

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
