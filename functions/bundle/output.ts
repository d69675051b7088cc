// What is in dist/ when a bundle has been written.
import { globSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

/** Keeps the source maps of files with code of our own: only that is looked up (src/sourceStack.ts). */
export const ownSourceMaps: Plugin = {
  name: 'own-source-maps',
  generateBundle(_, bundle) {
    for (const [fileName, chunk] of Object.entries(bundle)) {
      if (chunk.type !== 'chunk') continue;
      if (chunk.moduleIds.some((id) => !id.includes('/node_modules/'))) continue;
      delete bundle[`${fileName}.map`];
      chunk.code = chunk.code.replace(/\/\/# sourceMappingURL=\S+\n?$/, '');
    }
  },
};

/** Deletes what an earlier build has left, after the new files are there: the emulators may be reading. */
export const onlyWhatIsNew: Plugin = {
  name: 'only-what-is-new',
  writeBundle({ dir = 'dist' }, bundle) {
    for (const file of globSync('**/*', { cwd: dir })) {
      if (!(file in bundle) && statSync(join(dir, file)).isFile()) rmSync(join(dir, file));
    }
  },
};
