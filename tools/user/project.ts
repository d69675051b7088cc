// Which Firebase project `npm run user` works on: that of the emulators, or a real one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { loadEnvFile } from 'node:process';
import { CommandError, unavailable } from '../process/command.ts';
import { findTarget } from '../deploy/target.ts';
import { root } from '../process/paths.ts';
import { fixedHub, readProject } from '../stack/config.ts';
import { findStack, stackEnvironment } from '../stack/running.ts';
import { readLocalSecrets } from '../stack/secrets.ts';

/** By these names Google's libraries take emulators in place of the project. */
const emulatorVariables = [
  'FIRESTORE_EMULATOR_HOST',
  'FIREBASE_AUTH_EMULATOR_HOST',
  'CLOUD_TASKS_EMULATOR_HOST',
  'FUNCTIONS_EMULATOR_HOST',
  'FUNCTIONS_EMULATOR',
];

/** Firebase gives no real project such a name. */
export function isRealProject(project: string): boolean {
  return !project.startsWith('demo-');
}

/**
 * Sets the environment for this project, as the functions would find it; null: that of the emulators that
 * run here, or in which this command runs. Returns the project's id.
 */
export async function enterProject(named: string | null): Promise<string> {
  // What the backend logs is no part of the answer.
  for (const method of ['debug', 'info', 'warn'] as const) {
    console[method] = (...parts: unknown[]) => console.error(...parts);
  }
  const project = named === null ? await enterEmulators() : enterCloud(named);
  process.env['GCLOUD_PROJECT'] = project;
  return project;
}

/** Goes on once the project's id is typed. */
export async function askForProject(project: string, what: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new CommandError(`${project} is a real project: add --yes to ${what} there.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const typed = await terminal.question(
    `${project} is a real project. To ${what} there, type its id: `,
  );
  terminal.close();
  if (typed.trim() !== project) throw new CommandError('Nothing was done.');
}

async function enterEmulators(): Promise<string> {
  const inherited = process.env['FIRESTORE_EMULATOR_HOST'];
  if (!inherited) {
    const stack = await findStack(fixedHub());
    if (!stack) {
      throw new CommandError(
        'No emulators run here: start them by npm start, or name a project by --project.',
        unavailable,
      );
    }
    Object.assign(process.env, stackEnvironment(stack, readProject()));
  }
  loadParams(['local']);
  Object.assign(process.env, { ...readLocalSecrets(), FUNCTIONS_EMULATOR: 'true' });
  return process.env['GCLOUD_PROJECT'] || readProject();
}

function enterCloud(named: string): string {
  const { id, alias } = findTarget(named);
  for (const name of emulatorVariables) Reflect.deleteProperty(process.env, name);
  loadParams(alias ? [id, alias] : [id]);
  return id;
}

/** What stands in the environment already wins. */
function loadParams(suffixes: string[]): void {
  for (const name of [...suffixes.map((suffix) => `.env.${suffix}`), '.env']) {
    const file = join(root, 'functions', name);
    if (existsSync(file)) loadEnvFile(file);
  }
}
