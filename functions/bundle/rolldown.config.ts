// Bundles what is deployed into dist/ (docs/decisions/0031). Run it in functions/ with `npm run build`.
import { defineConfig } from 'rolldown';
import { lazyAdmin, lazyAdminEntries } from './lazyAdmin.ts';
import { lazyIndex, readIndex } from './lazyIndex.ts';
import { leftOut } from './leftOut.ts';
import { onlyWhatIsNew, smallPackages } from './output.ts';

const indexes = [readIndex('index'), readIndex('kit')];
const entries = indexes.flatMap((index) => Object.entries(index.entries));

export default defineConfig({
  input: { ...Object.fromEntries(entries), ...lazyAdminEntries },
  platform: 'node',
  // Files that are read, not code.
  external: [/^@ip-location-db\//],
  plugins: [...indexes.map(lazyIndex), lazyAdmin, leftOut, smallPackages, onlyWhatIsNew],
  output: {
    dir: 'dist',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    sourcemap: true,
    sourcemapExcludeSources: true,
  },
});
