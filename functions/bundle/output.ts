// What is in dist/ when a bundle has been written.
import { globSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';
import { minify } from 'rolldown/utils';

/**
 * Makes the code of packages small. Our own stays as it is, so that a stack in the log can be read, and
 * keeps its source maps, for breakpoints in src/.
 */
export const smallPackages: Plugin = {
  name: 'small-packages',
  async generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
    const ofPackages = chunks.filter(({ moduleIds }) =>
      moduleIds.every((id) => id.includes('/node_modules/')),
    );
    for (const chunk of ofPackages) {
      delete bundle[`${chunk.fileName}.map`];
      const unmapped = chunk.code.replace(/\/\/# sourceMappingURL=\S+\n?$/, '');
      // Errors keep the names that are logged of them.
      const { code, errors } = await minify(chunk.fileName, unmapped, {
        module: true,
        mangle: { keepNames: true },
        compress: { keepNames: { function: true, class: true } },
      });
      if (errors.length > 0) throw new Error(`${chunk.fileName}: ${errors[0]?.message}`);
      chunk.code = code;
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
