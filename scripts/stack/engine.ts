// What makes the Firebase CLI start one Firestore engine or the other: it runs `java -jar <path>`, so
// each engine brings its own `java` (first on the PATH of the CLI's process only) and its own path.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from '../paths.ts';
import { requireOfficialEmulator } from './official.ts';
import type { Engine } from './options.ts';

/** The variables to add to the CLI's environment; throws a CommandError where the engine can't run here. */
export function engineEnvironment(engine: Engine): NodeJS.ProcessEnv {
  if (engine === 'embedded') {
    return {
      PATH: `${join(root, 'emulator', 'bin')}:${process.env['PATH']}`,
      FIRESTORE_EMULATOR_BINARY_PATH: join(root, 'emulator', 'main.ts'),
      DEVICE_SESSIONS_NODE: process.execPath,
    };
  }
  const { java, jar } = requireOfficialEmulator();
  return {
    PATH: `${folderWith(java.path)}:${process.env['PATH']}`,
    FIRESTORE_EMULATOR_BINARY_PATH: jar,
  };
}

/** A folder that holds this java and no other program, so that it shadows nothing else. */
function folderWith(java: string): string {
  const folder = join(cache, `java-${process.pid}`);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  symlinkSync(java, join(folder, 'java'));
  return folder;
}
