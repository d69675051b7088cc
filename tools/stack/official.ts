// Finds Google's Firestore emulator on this machine: a Java that is new enough, and the jar of the
// Firebase CLI's cache or of the Google Cloud CLI's component.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CommandError, unavailable } from '../process/command.ts';
import { findJava, javaMissingMessage, type Java } from './java.ts';

export interface OfficialEmulator {
  java: Java;
  /** Names no main class: tools/stack/bin/java does. */
  jar: string;
}

/** What of Google's emulator is on this machine, without any download; or what is missing. */
export function findOfficialEmulator(): OfficialEmulator | { missing: string } {
  const java = findJava();
  if (!java) return { missing: javaMissingMessage() };
  const jar = findJar();
  return jar ? { java, jar } : { missing: jarMissingMessage };
}

/** The Java and the jar, null where the Firebase CLI has to download it; throws where there is no Java. */
export function requireOfficialEmulator(): { java: Java; jar: string | null } {
  const java = findJava();
  if (!java) throw new CommandError(javaMissingMessage(), unavailable);
  return { java, jar: findJar() };
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

function findCloudSdkJar(): string | null {
  for (const sdk of cloudSdkRoots()) {
    const jar = join(sdk, 'platform', 'cloud-firestore-emulator', 'cloud-firestore-emulator.jar');
    if (existsSync(jar)) return jar;
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
