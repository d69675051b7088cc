// Which sign-ins a deployment takes: SIGNED_IN_AFTER as its functions have it, whatever the files here say.
import { CloudError, openCloud, type Cloud } from '../deploy/cloud.ts';
import { CommandError } from '../process/command.ts';

/** In a kit their names have the instance in front. */
const registering = /(^|-)registerSession$/;

interface DeployedFunction {
  name: string;
  serviceConfig?: { environmentVariables?: Record<string, string> };
}

/** Takes the deployed value into this process's environment. Returns why it cannot be seen; null where it can. */
export async function takeSignedInAfter(
  project: string,
  region: string,
  open: () => Promise<Pick<Cloud, 'get'>> = openCloud,
): Promise<string | null> {
  try {
    const cloud = await open();
    const list = await cloud.get<{ functions?: DeployedFunction[] }>(
      `https://cloudfunctions.googleapis.com/v2/projects/${project}/locations/${region}/functions?pageSize=1000`,
    );
    const deployed = (list?.functions ?? []).filter(({ name }) =>
      registering.test(name.split('/').at(-1) ?? ''),
    );
    if (deployed.length === 0) return `registerSession is not deployed in ${region}.`;
    const values = deployed.map(
      ({ serviceConfig }) => serviceConfig?.environmentVariables?.['SIGNED_IN_AFTER'] ?? '',
    );
    // Of several instances of a kit the one that lets the oldest sign-in in decides.
    process.env['SIGNED_IN_AFTER'] = values.toSorted((a, b) => timeOf(a) - timeOf(b))[0]!;
    return null;
  } catch (error) {
    if (error instanceof CloudError || error instanceof CommandError) return error.message;
    throw error;
  }
}

function timeOf(value: string): number {
  return value === '' ? 0 : new Date(value).getTime();
}
