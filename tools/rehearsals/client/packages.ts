// What only the rehearsals need is installed in a folder of its own.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../process/paths.ts';

export const packagesFolder = join(root, 'tools', 'rehearsals', 'packages');

const require = createRequire(join(packagesFolder, 'package.json'));

export async function fromPackages(name: string): Promise<unknown> {
  return await import(pathToFileURL(require.resolve(name)).href);
}
