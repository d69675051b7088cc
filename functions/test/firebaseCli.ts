// The functions as the Firebase CLI sees them: its own program and code, up to the first call of the
// network. What it would ask of whoever deploys is written nowhere else; package.json pins its version.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What the CLI reads of the functions before it deploys them, as far as this project uses it. */
export interface Manifest {
  endpoints: Record<string, Endpoint>;
  params: Param[];
  requiredAPIs?: { api: string; reason: string }[];
  requiredRoles?: string[];
}

export interface Endpoint extends Record<string, unknown> {
  availableMemoryMb: number;
  timeoutSeconds: number | null;
  secretEnvironmentVariables?: { key: string }[];
}

export interface Param {
  name: string;
  type: string;
  default?: unknown;
  label?: string;
  description?: string;
  input?: { text: { validationRegex: string; validationErrorMessage: string } };
}

const functions = fileURLToPath(new URL('..', import.meta.url));
const projectId = 'demo-manifest';
const firebaseConfig = { projectId };

/** What the built functions declare, with these params set. Rejects where they do not load. */
export async function loadManifest(variables: NodeJS.Dict<string> = {}): Promise<Manifest> {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  const file = join(folder, 'functions.yaml');
  const program = join(functions, 'node_modules', '.bin', 'firebase-functions');
  try {
    await promisify(execFile)(process.execPath, [program, functions], {
      cwd: functions,
      env: {
        PATH: process.env.PATH,
        GCLOUD_PROJECT: projectId,
        FIREBASE_CONFIG: JSON.stringify(firebaseConfig),
        FUNCTIONS_CONTROL_API: 'true',
        ...variables,
        FUNCTIONS_MANIFEST_OUTPUT_PATH: file,
      },
    });
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The params' values in a deployment with the .env files of this project and nobody to ask. Rejects
 * where the CLI would ask, or does not take the manifest. Secrets are left to Secret Manager.
 */
export async function deployedParams(manifest: Manifest): Promise<Record<string, string>> {
  const require = createRequire(import.meta.url);
  const lib = dirname(require.resolve('firebase-tools/package.json')) + '/lib';
  const { yamlToBuild } = require(`${lib}/deploy/functions/runtimes/discovery`) as Discovery;
  const { resolveBackend } = require(`${lib}/deploy/functions/build`) as Build;
  const { loadUserEnvs } = require(`${lib}/functions/env`) as Environment;

  const { envs } = await resolveBackend({
    build: yamlToBuild(structuredClone(manifest), projectId, 'us-central1', 'nodejs24'),
    firebaseConfig,
    userEnvs: loadUserEnvs({ functionsSource: functions, projectDir: functions, projectId }),
    codebase: 'device-sessions',
    nonInteractive: true,
    // So that it does not look for the secrets.
    isEmulator: true,
  });
  return Object.fromEntries(Object.entries(envs).map(([name, value]) => [name, value.toString()]));
}

interface Discovery {
  yamlToBuild(manifest: Manifest, project: string, region: string, runtime: string): unknown;
}
interface Build {
  resolveBackend(options: object): Promise<{ envs: Record<string, { toString(): string }> }>;
}
interface Environment {
  loadUserEnvs(options: object): Record<string, string>;
}
