// Which Firebase project `npm run user` and `npm run sessions` work on: that of this checkout's emulators, or a real one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { loadEnvFile } from 'node:process';
import { CommandError, unavailable } from '../process/command.ts';
import { findTarget } from '../deploy/target.ts';
import { root } from '../process/paths.ts';
import { readProject } from '../stack/config.ts';
import { describeStack, findOwnStack } from '../stack/ownStack.ts';
import { stackEnvironment } from '../stack/running.ts';
import { readLocalSecrets } from '../stack/secrets.ts';

/** By these names Google's libraries take emulators in place of the project. */
const emulatorVariables = [
  'FIRESTORE_EMULATOR_HOST',
  'FIREBASE_AUTH_EMULATOR_HOST',
  'CLOUD_TASKS_EMULATOR_HOST',
  'FUNCTIONS_EMULATOR_HOST',
  'FUNCTIONS_EMULATOR',
];

export interface Place {
  project: string;
  isReal: boolean;
  /** Where something is about to be changed. */
  description: string;
}

/**
 * Sets the environment for this project, as the functions would find it; null: that of the emulators
 * that run here, or in which this command runs.
 */
export async function enterProject(named: string | null): Promise<Place> {
  const place = named === null ? await enterEmulators() : enterCloud(named);
  process.env['GCLOUD_PROJECT'] = place.project;
  return place;
}

/** Throws where there is nobody who could agree to a change. */
export function requireTerminal({ description }: Place): void {
  if (process.stdin.isTTY) return;
  throw new CommandError(`Nothing was done in ${description}: add --yes to agree to the change.`);
}

/** Goes on once a person has agreed: to a change of a real project by typing its id. */
export async function askFor(
  { project, isReal, description }: Place,
  change: string,
): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const question = isReal ? "To agree, type the project's id: " : 'Do it? [y/N] ';
  const answer = (await terminal.question(`${change} in ${description}.\n${question}`)).trim();
  terminal.close();
  const isAgreed = isReal ? answer === project : /^y(es)?$/i.test(answer);
  if (!isAgreed) throw new CommandError('Nothing was done.');
}

async function enterEmulators(): Promise<Place> {
  const stack = await findOwnStack();
  if (!stack) {
    throw new CommandError(
      `No emulators of ${root} run: start them by npm start, or name a project by --project.`,
      unavailable,
    );
  }
  Object.assign(process.env, stackEnvironment(stack, readProject()));
  loadParams(['local']);
  Object.assign(process.env, { ...readLocalSecrets(), FUNCTIONS_EMULATOR: 'true' });
  return { project: readProject(), isReal: false, description: describeStack(stack) };
}

function enterCloud(named: string): Place {
  const { id, alias } = findTarget(named);
  for (const name of emulatorVariables) Reflect.deleteProperty(process.env, name);
  loadParams(alias ? [id, alias] : [id]);
  return { project: id, isReal: true, description: `the project ${id}` };
}

/** What stands in the environment already wins. */
function loadParams(suffixes: string[]): void {
  for (const name of [...suffixes.map((suffix) => `.env.${suffix}`), '.env']) {
    const file = join(root, 'functions', name);
    if (existsSync(file)) loadEnvFile(file);
  }
}
