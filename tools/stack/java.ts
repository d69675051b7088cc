// Finds a Java that Google's Firestore emulator can run on.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';

/** The oldest Java that the Firebase CLI starts its emulators with. */
export const oldestJava = 21;

export interface Java {
  path: string;
  major: number;
}

/** The first Java that is new enough, in the order JAVA_HOME, PATH, the system's folders; or null. */
export function findJava(env: NodeJS.ProcessEnv = process.env): Java | null {
  for (const java of candidates(env)) if (java.major >= oldestJava) return java;
  return null;
}

/** One sentence: what was found instead, and how to get a Java that will do. */
export function javaMissingMessage(env: NodeJS.ProcessEnv = process.env): string {
  const majors = Array.from(candidates(env), ({ major }) => major);
  const found =
    majors.length > 0 ? `the newest here is Java ${Math.max(...majors)}` : 'there is none here';
  return (
    `Google's Firestore emulator needs a JDK ${oldestJava} or newer, and ${found}: ` +
    'install one (https://adoptium.net), or set JAVA_HOME to it.'
  );
}

/** The major version in what `java -version` says, or null. Java 8 called itself 1.8. */
export function parseJavaMajor(output: string): number | null {
  const match = /version "(?:1\.)?(\d+)/.exec(output);
  return match ? Number(match[1]) : null;
}

function* candidates(env: NodeJS.ProcessEnv): Generator<Java> {
  const seen = new Set<string>();
  for (const path of paths(env)) {
    if (seen.has(path) || !existsSync(path)) continue;
    seen.add(path);
    const { stdout, stderr } = spawnSync(path, ['-version'], { encoding: 'utf8', timeout: 20_000 });
    const major = parseJavaMajor(`${stdout}${stderr}`);
    if (major !== null) yield { path, major };
  }
}

function* paths(env: NodeJS.ProcessEnv): Generator<string> {
  if (env['JAVA_HOME']) yield join(env['JAVA_HOME'], 'bin', 'java');
  for (const folder of (env['PATH'] ?? '').split(':')) if (folder) yield join(folder, 'java');
  yield* globSync('/usr/lib/jvm/*/bin/java');
  yield* globSync('/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java');
  yield* globSync('/opt/homebrew/opt/openjdk*/bin/java');
}
