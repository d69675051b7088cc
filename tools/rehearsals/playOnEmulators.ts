// Plays a program against the emulators of a project that is not this checkout's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageBin } from '../process/paths.ts';
import { engineEnvironment } from '../stack/engine.ts';

/** `words`: the program and its arguments. `home`: where the project's firebase.json is. */
export async function playOnEmulators(
  words: readonly string[],
  { home, project, config }: { home: string; project: string; config: string },
): Promise<{ code: number; output: string; errors: string }> {
  const play = [process.execPath, ...words].join(' ');
  const child = spawn(
    process.execPath,
    [
      ...[join(packageBin, 'firebase'), 'emulators:exec', play, '--project', project],
      ...['--only', 'auth,functions,firestore,tasks'],
    ],
    {
      cwd: home,
      env: {
        ...process.env,
        ...engineEnvironment('embedded'),
        ...{ CI: 'true', NO_UPDATE_NOTIFIER: '1', METADATA_SERVER_DETECTION: 'none' },
        ...{ FUNCTIONS_DISCOVERY_TIMEOUT: '3600', XDG_CONFIG_HOME: config },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, output, errors };
}
