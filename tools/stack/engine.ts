// What makes the Firebase CLI start one Firestore engine or the other: it runs `java -jar <path>`, so
// each engine brings its own `java` (first on the PATH of the CLI's process only) and its own path.
import { join } from 'node:path';
import { launchVariables } from 'embedded-firestore';
import { requireOfficialEmulator } from './official.ts';
import type { Engine } from './options.ts';

/** The variables to add to the CLI's environment; throws a CommandError where the engine can't run here. */
export function engineEnvironment(engine: Engine): Record<string, string> {
  const path = process.env['PATH'] ?? '';
  if (engine === 'embedded') return launchVariables(path);
  const { java, jar } = requireOfficialEmulator();
  return {
    PATH: `${join(import.meta.dirname, 'bin')}:${path}`,
    DEVICE_SESSIONS_JAVA: java.path,
    ...(jar !== null && { FIRESTORE_EMULATOR_BINARY_PATH: jar }),
  };
}
