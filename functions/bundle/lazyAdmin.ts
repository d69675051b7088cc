// firebase-functions imports what checks ID tokens and App Check when it is loaded: 40 ms for a call that
// shows neither. In the bundle these parts of firebase-admin are loaded at their first use.
import type { Plugin } from 'rolldown';

/** What firebase-functions imports of each. Another name would fail the build. */
const imported: Record<string, string[]> = {
  'firebase-admin/app': ['applicationDefault', 'deleteApp', 'getApp', 'initializeApp'],
  'firebase-admin/app-check': ['getAppCheck'],
  'firebase-admin/auth': ['getAuth'],
};

/** The real ones, each a file of its own. */
export const lazyAdminEntries = Object.fromEntries(
  Object.keys(imported).map((source) => [source, source]),
);

const prefix = '\0lazy:';

export const lazyAdmin: Plugin = {
  name: 'lazy-admin',
  resolveId(source, importer) {
    const isLazy = source in imported && importer?.includes('/node_modules/firebase-functions/');
    return isLazy ? `${prefix}${source}` : null;
  },
  load(id) {
    const source = id.startsWith(prefix) ? id.slice(prefix.length) : '';
    const names = imported[source];
    if (!names) return null;
    return [
      `import { createRequire } from 'node:module';`,
      `const load = createRequire(import.meta.url);`,
      ...names.map(
        (name) =>
          // Every chunk is in dist/chunks.
          `export const ${name} = (...given) => load('../${source}.js').${name}(...given);`,
      ),
    ].join('\n');
  },
};
