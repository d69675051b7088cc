// A deployment as a team does it: the pinned Firebase CLI, on a copy of this repository, against the
// double. No account, no network, and nothing of the developer's own logins.
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageBin, root } from '../../process/paths.ts';
import type { CloudProject } from './double/cloudProject.ts';
import { google } from './double/google.ts';
import { startDouble, type Call } from './double/server.ts';

export interface Rehearsal {
  code: number;
  output: string;
  calls: Call[];
  /** Calls to which the double had no answer. */
  unknown: string[];
}

export interface Options {
  /** Of the functions, in .env.<project id>. */
  params?: Record<string, string>;
  codebase?: string;
}

/** Runs `firebase` with these words on the project; `folder` is a copy made by `copyRepository`. */
export async function rehearse(
  folder: string,
  project: CloudProject,
  args: string[],
  { params = {}, codebase }: Options = {},
): Promise<Rehearsal> {
  const config = join(folder, `firebase-${project.id}.json`);
  writeFileSync(config, JSON.stringify(configOf(folder, codebase)));
  const lines = Object.entries(params).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, 'functions', `.env.${project.id}`), lines.join(''));
  const firebase = join(packageBin, 'firebase');
  return runOn(project, [firebase, ...args, '--project', project.id, '--config', config]);
}

/** Runs a Node program that has the double of this project for the whole world. */
export async function runOn(project: CloudProject, args: string[]): Promise<Rehearsal> {
  const home = mkdtempSync(join(tmpdir(), 'rehearsal-home-'));
  const double = await startDouble(google(project));
  try {
    const credentials = join(home, 'account.json');
    writeFileSync(credentials, JSON.stringify(serviceAccountOf(project)));
    const child = spawn(process.execPath, args, {
      cwd: home,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        CI: 'true',
        NO_UPDATE_NOTIFIER: '1',
        FUNCTIONS_DISCOVERY_TIMEOUT: '3600',
        GOOGLE_APPLICATION_CREDENTIALS: credentials,
        ...double.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [output, errors, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1))),
    ]);
    const unknown = double.unknown.map(({ method, host, path }) => `${method} ${host}${path}`);
    return { code, output: output + errors, calls: double.calls, unknown };
  } finally {
    await double.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** A copy of what a deployment reads of this repository, with what must stay at home beside it. */
export function copyRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  for (const name of ['firebase.json', 'firestore.rules', 'firestore.indexes.json']) {
    cpSync(join(root, name), join(folder, name));
  }
  const modules = join(root, 'functions', 'node_modules');
  cpSync(join(root, 'functions'), join(folder, 'functions'), {
    recursive: true,
    filter: (path) => !path.startsWith(modules),
  });
  symlinkSync(modules, join(folder, 'functions', 'node_modules'));
  for (const name of ['.secret.local', '.env.local']) {
    writeFileSync(join(folder, 'functions', name), 'INTROSPECTION_SECRET=must-stay-at-home\n');
  }
  return folder;
}

/** firebase.json of the copy. The functions are built already: no hook. */
function configOf(folder: string, codebase: string | undefined): object {
  const config = JSON.parse(readFileSync(join(folder, 'firebase.json'), 'utf8')) as {
    functions: Record<string, unknown>[];
  };
  const [functions] = config.functions;
  const changed = { ...functions, predeploy: [], ...(codebase && { codebase }) };
  return { ...config, functions: [changed] };
}

/** Keys of nobody: the double gives a token to whoever asks. */
function serviceAccountOf({ id }: CloudProject): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    type: 'service_account',
    project_id: id,
    private_key_id: 'rehearsal',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: `deployer@${id}.iam.gserviceaccount.com`,
    token_uri: 'https://oauth2.googleapis.com/token',
  };
}
