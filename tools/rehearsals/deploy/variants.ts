// The deployments that are rehearsed, each once in a run of the tests.
import { rmSync } from 'node:fs';
import { deployedTriggers, livingProject } from './livingProject.ts';
import { copyRepository, rehearse, type Rehearsal } from './rehearsal.ts';

export const projectIdOf = (variant: string) => `living-${variant.toLowerCase()}`;

const ours = ['--only', 'functions:device-sessions'];

/** By what is special about each. */
const variants = {
  first: (folder: string) =>
    rehearse(folder, livingProject(projectIdOf('first')), [...ours, '--force']),
  europe: (folder: string) =>
    rehearse(
      folder,
      livingProject(projectIdOf('europe'), { databaseLocation: 'eur3' }),
      [...ours, '--force'],
      { params: { REGION: 'europe-west1', MAX_INSTANCES: '7', GEO_PROVIDERS: 'mmdb' } },
    ),
  again: (folder: string) => {
    const project = livingProject(projectIdOf('again'), { hasCleanupPolicy: true });
    project.functions.push(...deployedTriggers(project.id, 'us-central1', 'nam5'));
    const all = ['--only', 'functions,firestore'];
    return rehearse(folder, project, [...all, '--non-interactive']);
  },
  unasked: (folder: string) =>
    rehearse(folder, livingProject(projectIdOf('unasked')), [...ours, '--non-interactive']),
  dryRun: (folder: string) =>
    rehearse(folder, livingProject(projectIdOf('dryRun')), [...ours, '--force', '--dry-run']),
  wrongParam: (folder: string) =>
    rehearse(folder, livingProject(projectIdOf('wrongParam')), [...ours, '--force'], {
      params: { SESSION_LIFETIMES: '30d' },
    }),
  asDefault: (folder: string) =>
    rehearse(folder, livingProject(projectIdOf('asDefault')), ['--only', 'functions', '--force'], {
      codebase: 'default',
    }),
};

export type Variant = keyof typeof variants;
export const variantNames = Object.keys(variants) as Variant[];

const results = new Map<Variant, Promise<Rehearsal>>();
let folder: string | undefined;

/** What became of this deployment. */
export function deployed(name: Variant): Promise<Rehearsal> {
  if (!folder) {
    const made = copyRepository();
    folder = made;
    process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  }
  const result = results.get(name) ?? variants[name](folder);
  results.set(name, result);
  return result;
}

/** What creates a function, as Cloud Functions takes it (v2 API, "Function"). */
export interface CreateBody {
  name: string;
  labels: Record<string, string>;
  buildConfig: {
    runtime: string;
    entryPoint: string;
    environmentVariables?: Record<string, string>;
  };
  serviceConfig: {
    availableMemory: string;
    maxInstanceCount: number;
    serviceAccountEmail?: string;
    maxInstanceRequestConcurrency?: number;
    availableCpu?: string;
    environmentVariables: Record<string, string>;
    secretEnvironmentVariables?: { key: string; secret: string }[];
  };
  eventTrigger?: { eventType: string; triggerRegion: string; retryPolicy: string };
}

/** The functions that were created, by their names. */
export function createdBy({ calls }: Rehearsal): Map<string, CreateBody> {
  const creations = calls.filter(
    ({ method, host, path }) =>
      method === 'POST' && host === 'cloudfunctions.googleapis.com' && path.endsWith('/functions'),
  );
  return new Map(
    creations.map(({ query, body }) => [query.get('functionId') ?? '', body as CreateBody]),
  );
}

/** The files that were uploaded, by their names. */
export function uploadedBy({ calls }: Rehearsal): Buffer {
  const upload = calls.find(
    ({ method, host }) => method === 'PUT' && host === 'storage.googleapis.com',
  );
  if (!upload) throw new Error('nothing was uploaded');
  return upload.raw;
}
