// Where things are.
import { join } from 'node:path';

/** The root of the repository. */
export const root = join(import.meta.dirname, '..', '..');

/** What the commands leave for themselves; ignored by git, may be deleted at any time. */
export const cache = join(root, '.cache');

/** Where the executables of the root's packages are. */
export const packageBin = join(root, 'node_modules', '.bin');

/** Where those of the functions' packages are: the compiler is one. */
export const functionsBin = join(root, 'functions', 'node_modules', '.bin');

/** Where those of the tests and checks are. */
export const toolsBin = join(root, 'tools', 'node_modules', '.bin');
