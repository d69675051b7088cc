// How the Firebase CLI comes to start the embedded Firestore in the place of Google's emulator.
import { join } from 'node:path';

/** The path of the program; node runs it, with the arguments of Google's emulator. */
export const program = join(import.meta.dirname, 'main.ts');

/** The variables to add to those of the Firebase CLI, whose PATH is `path`. */
export function launchVariables(path: string): Record<string, string> {
  return {
    PATH: `${join(import.meta.dirname, 'bin')}:${path}`,
    FIRESTORE_EMULATOR_BINARY_PATH: program,
    EMBEDDED_FIRESTORE_NODE: process.execPath,
  };
}
