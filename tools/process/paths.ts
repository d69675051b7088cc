// Where things are.
import { join } from 'node:path';

/** The root of the repository. */
export const root = join(import.meta.dirname, '..', '..');

/** What the commands leave for themselves; ignored by git, may be deleted at any time. */
export const cache = join(root, '.cache');

/** Where the executables of the root's packages are. */
export const packageBin = join(root, 'node_modules', '.bin');
