// The Firebase CLI's configuration of one stack: firebase.json as it is, or a copy with free ports.
// Whatever emulator firebase.json configures is part of the stack.
import { globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from '../process/paths.ts';
import { findFreePorts, portsOf, requireFree, type FirebaseConfig, type Ports } from './ports.ts';

export interface StackConfig {
  /** The file for `firebase --config`. */
  file: string;
  /** The port that tells one stack from another. */
  hubPort: number;
  /** What `firebase --only` takes: the emulators of the file. */
  emulators: string[];
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
  const ports = portsOf(readJson('firebase.json'));
  await requireFree(ports);
  return { file: join(root, 'firebase.json'), ...toNames(ports), remove: () => {} };
}

/** A copy of firebase.json with free ports. It stands beside it, for its paths are relative to it. */
export async function freeConfig(): Promise<StackConfig> {
  removeOld();
  const original = readJson<FirebaseConfig>('firebase.json');
  const free = await findFreePorts(Object.keys(portsOf(original)).length + 1);
  const config = withPorts(original, free);
  const names = toNames(portsOf(config));
  const file = join(root, `.firebase-${names.hubPort}.json`);
  writeFileSync(file, JSON.stringify(config));
  return { file, ...names, remove: () => rmSync(file, { force: true }) };
}

/** The configuration with other ports, one for each that it names and one for Firestore's web socket. */
export function withPorts(config: FirebaseConfig, free: number[]): FirebaseConfig {
  const emulators = structuredClone(config.emulators);
  for (const [at, name] of Object.keys(portsOf(config)).entries()) {
    Object.assign(emulators[name]!, { port: free[at] });
  }
  Object.assign(emulators['firestore'] ?? {}, { websocketPort: free.at(-1) });
  return { ...config, emulators };
}

/** Hub and logging are parts of the CLI itself, in every stack. */
function toNames({ hub = 0, logging: _logging, ...others }: Ports) {
  return { hubPort: hub, emulators: Object.keys(others) };
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
