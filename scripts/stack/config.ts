// The Firebase CLI's configuration of one stack: firebase.json as it is, or a copy with free ports.
import { globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from '../paths.ts';
import {
  emulatorNames,
  findFreePorts,
  fixedPorts,
  requireFree,
  type FirebaseConfig,
  type Ports,
} from './ports.ts';

export interface StackConfig {
  /** The file for `firebase --config`. */
  file: string;
  ports: Ports;
  /** Deletes the file, if it is a copy. */
  remove(): void;
}

/** The project that the CLI takes by default (.firebaserc): a demo project, which has no cloud side. */
export function readProject(): string {
  const { projects } = readJson<{ projects: { default: string } }>('.firebaserc');
  return projects.default;
}

/** firebase.json and its ports, which must be free. */
export async function fixedConfig(): Promise<StackConfig> {
  const ports = fixedPorts(readJson('firebase.json'));
  await requireFree(ports);
  return { file: join(root, 'firebase.json'), ports, remove: () => {} };
}

/** A copy of firebase.json with free ports. It stands beside it, for its paths are relative to it. */
export async function freeConfig(): Promise<StackConfig> {
  removeOld();
  const [websocketPort, ...free] = await findFreePorts(emulatorNames.length + 1);
  const ports = Object.fromEntries(emulatorNames.map((name, at) => [name, free[at]])) as Ports;
  const config = withPorts(readJson('firebase.json'), ports, websocketPort);
  const file = join(root, `.firebase-${ports.hub}.json`);
  writeFileSync(file, JSON.stringify(config));
  return { file, ports, remove: () => rmSync(file, { force: true }) };
}

/** The configuration with other ports, and nothing else changed. */
export function withPorts(
  config: FirebaseConfig,
  ports: Ports,
  websocketPort?: number,
): FirebaseConfig {
  const emulators = { ...config.emulators };
  for (const name of emulatorNames) emulators[name] = { ...emulators[name], port: ports[name] };
  emulators['firestore'] = { ...emulators['firestore'], websocketPort };
  return { ...config, emulators };
}

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(join(root, name), 'utf8')) as T;
}

/** Deletes what stacks with free ports have left behind: their logs, and copies after a hard end. */
function removeOld(): void {
  const aDayAgo = Date.now() - 24 * 60 * 60 * 1000;
  for (const path of globSync([join(root, '.firebase-*.json'), join(cache, 'stack-*')])) {
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (mtimeMs && mtimeMs < aDayAgo) rmSync(path, { recursive: true, force: true });
  }
}
