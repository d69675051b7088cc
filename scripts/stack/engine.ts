// What makes the Firebase CLI start one Firestore engine or the other: it runs `java -jar <path>`, so
// each engine brings its own `java` (first on the PATH of the CLI's process only) and its own path.
import { join } from 'node:path';
import { root } from '../paths.ts';
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
    PATH: `${join(import.meta.dirname, 'bin')}:${process.env['PATH']}`,
    DEVICE_SESSIONS_JAVA: java.path,
    ...(jar !== null && { FIRESTORE_EMULATOR_BINARY_PATH: jar }),
  };
}
