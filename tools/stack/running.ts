// A stack that runs: found by its hub, which every stack of the Firebase CLI has.
import { dirname } from 'node:path';
import type { Engine } from './options.ts';
import { readLocalSecrets } from './secrets.ts';

export interface Stack {
  engine: Engine;
  /** The checkout whose functions it runs. */
  folder: string;
  /** `host:port` of each emulator, by its name in firebase.json. */
  addresses: Record<string, string>;
}

/** The stack whose hub is at `host:port`; null where none answers there, or one without functions. */
export async function findStack(hub: string): Promise<Stack | null> {
  try {
    const emulators = (await getJson(`http://${hub}/emulators`)) as Record<string, Listening>;
    const addresses = Object.fromEntries(
      Object.entries(emulators).map(([name, { host, port }]) => [name, `${host}:${port}`]),
    );
    const { backends } = (await getJson(`http://${addresses['functions']}/backends`)) as Functions;
    const backend = backends.find(({ functionTriggers }) => functionTriggers.length > 0);
    if (!backend) return null;
    const statistics = await get(`http://${addresses['firestore']}/embedded/v1/stats`);
    const engine = statistics.ok ? 'embedded' : 'official';
    return { engine, folder: dirname(backend.directory), addresses };
  } catch {
    return null;
  }
}

/** What a program needs to find the stack, as the emulators' own tools name it. */
export function stackEnvironment(
  { engine, addresses }: Pick<Stack, 'engine' | 'addresses'>,
  project: string,
): Record<string, string> {
  const {
    auth = '',
    firestore = '',
    functions = '',
    tasks = '',
    hosting = '',
    hub = '',
  } = addresses;
  return {
    GCLOUD_PROJECT: project,
    FIRESTORE_EMULATOR_HOST: firestore,
    FIREBASE_AUTH_EMULATOR_HOST: auth,
    FUNCTIONS_EMULATOR_HOST: functions,
    CLOUD_TASKS_EMULATOR_HOST: tasks,
    FIREBASE_EMULATOR_HUB: hub,
    DEVICE_SESSIONS_ENGINE: engine,
    DEVICE_SESSIONS_PAGE: `http://${hosting}`,
    METADATA_SERVER_DETECTION: 'none',
    // What introspectToken of this stack asks for.
    INTROSPECTION_SECRET: readLocalSecrets().INTROSPECTION_SECRET ?? '',
  };
}

interface Listening {
  host: string;
  port: number;
}

interface Functions {
  backends: { directory: string; functionTriggers: unknown[] }[];
}

function get(url: string): Promise<Response> {
  return fetch(url);
}

async function getJson(url: string): Promise<unknown> {
  return await (await get(url)).json();
}
