// A deployment as a team does it: the pinned Firebase CLI, on a copy of this repository, against the
// double. No account, no network, and nothing of the developer's own logins.
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../process/paths.ts';
import type { CloudProject } from './double/cloudProject.ts';
import { google } from './double/google.ts';
import type { Call } from './double/server.ts';
import { playIn, type Command } from './stage.ts';

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

/** Deploys the project with these words; `folder` is a copy made by `copyRepository`. */
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
  return runOn(project, 'deploy', [...args, '--project', project.id, '--config', config]);
}

/** Runs a command that has the double of this project for the whole world. */
export async function runOn(
  project: CloudProject,
  command: Command,
  words: string[],
): Promise<Rehearsal> {
  const { code, output, calls, unknown } = await playIn(google(project), command, words);
  const names = unknown.map(({ method, host, path }) => `${method} ${host}${path}`);
  return { code, output, calls, unknown: names };
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
