// Finds Google's Firestore emulator on this machine: the Firebase CLI's cache, then the Google Cloud
// CLI's component, then a download by the Firebase CLI.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CommandError, unavailable } from '../command.ts';
import { cache, packageBin } from '../paths.ts';
import { wrapperJar } from './jar.ts';
import { findJava, javaMissingMessage, type Java } from './java.ts';

export interface OfficialEmulator {
  java: Java;
  /** Startable with `java -jar`. */
  jar: string;
}

const mainClass = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';

/** What of Google's emulator is on this machine, without any download; or what is missing. */
export function findOfficialEmulator(): OfficialEmulator | { missing: string } {
  const java = findJava();
  if (!java) return { missing: javaMissingMessage() };
  const jar = findJar();
  return jar ? { java, jar } : { missing: jarMissingMessage };
}

/** As findOfficialEmulator, after a download if it takes one; throws the sentence of what is missing. */
export function requireOfficialEmulator(): OfficialEmulator {
  const java = findJava();
  if (!java) throw new CommandError(javaMissingMessage(), unavailable);
  const jar = findJar() ?? downloadJar();
  if (!jar) throw new CommandError(`The download failed. ${jarMissingMessage}`, unavailable);
  return { java, jar };
}

const jarMissingMessage =
  "Google's Firestore emulator is not on this machine: get it with " +
  '`npx firebase setup:emulators:firestore` or `gcloud components install cloud-firestore-emulator`.';

function findJar(): string | null {
  return findCachedJar() ?? findCloudSdkJar();
}

/** The newest in the Firebase CLI's cache. */
function findCachedJar(): string | null {
  const folder =
    process.env['FIREBASE_EMULATORS_PATH'] ?? join(homedir(), '.cache', 'firebase', 'emulators');
  const jars = globSync(join(folder, 'cloud-firestore-emulator-v*.jar'));
  const order = new Intl.Collator('en', { numeric: true });
  return jars.toSorted(order.compare).at(-1) ?? null;
}

/** The Google Cloud CLI's component. Its jar names no main class, so a small jar of ours points to it. */
function findCloudSdkJar(): string | null {
  for (const sdk of cloudSdkRoots()) {
    const folder = join(sdk, 'platform', 'cloud-firestore-emulator');
    const jar = join(folder, 'cloud-firestore-emulator.jar');
    if (existsSync(jar)) return writeWrapper(jar);
  }
  return null;
}

function* cloudSdkRoots(): Generator<string> {
  const folders = (process.env['PATH'] ?? '').split(':');
  const binary = folders.map((folder) => join(folder, 'gcloud')).find((path) => existsSync(path));
  if (!binary) return;
  yield dirname(dirname(realpathSync(binary)));
  // Where `gcloud` is a script that some package manager wrote, only gcloud itself knows. It is slow.
  try {
    const args = ['info', '--format=value(installation.sdk_root)'];
    yield execFileSync(binary, args, { encoding: 'utf8', timeout: 20_000 }).trim();
  } catch {
    // A gcloud that does not run has no component either.
  }
}

function writeWrapper(jar: string): string {
  const path = join(cache, 'cloud-firestore-emulator.jar');
  mkdirSync(cache, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, wrapperJar(mainClass, jar));
  renameSync(`${path}.${process.pid}`, path);
  return path;
}

function downloadJar(): string | null {
  console.error("Downloading Google's Firestore emulator (about 140 MB) ...");
  const env = { ...process.env, CI: 'true', NO_UPDATE_NOTIFIER: '1' };
  spawnSync(join(packageBin, 'firebase'), ['setup:emulators:firestore'], {
    env,
    stdio: 'ignore',
    cwd: cache,
  });
  return findCachedJar();
}
