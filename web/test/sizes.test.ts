// What a browser has to load, gzipped. The Firebase SDK is not counted: the app has it anyway.
import { ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const client = join(import.meta.dirname, '..', '..', 'clients', 'js');

/** The entries of the package, each with the most that it may weigh in bytes. */
const limits = {
  '': { source: 'index.ts', most: 7030 },
  '/core': { source: 'core/index.ts', most: 6090 },
  '/element': { source: 'element/index.ts', most: 15_550 },
  '/react': { source: 'react.ts', most: 16_800 },
  '/firestore': { source: 'firestore.ts', most: 500 },
  '/service-worker': { source: 'serviceWorker.ts', most: 6010 },
};

/** What is loaded at once; what is loaded lazily is another file. */
async function gzipped(source: string): Promise<number> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(client, 'src', source)],
    outdir: '/sizes',
    external: ['firebase/*', 'react'],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    write: false,
    metafile: true,
  });
  const now = Object.entries(metafile.outputs).find(([, { entryPoint }]) =>
    entryPoint?.endsWith(`src/${source}`),
  )!;
  const shared = now[1].imports.filter(({ kind }) => kind === 'import-statement');
  const wanted = [now[0], ...shared.map(({ path }) => path)];
  return outputFiles
    .filter(({ path }) => wanted.some((name) => path.endsWith(name.split('/').at(-1)!)))
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).byteLength, 0);
}

describe('the sizes', () => {
  const readme = readFileSync(join(client, 'README.md'), 'utf8');
  for (const [name, { source, most }] of Object.entries(limits)) {
    it(`of @device-sessions/client${name} are as its README says, and within the limit`, async () => {
      const bytes = await gzipped(source);
      ok(bytes <= most, `${bytes} bytes`);
      const row = new RegExp(`\`@device-sessions/client${name}\`.*\\| ([\\d.]+) KB`).exec(readme);
      const said = Number(row?.[1]) * 1000;
      ok(Math.abs(said - bytes) < 300, `${bytes} bytes, and the README says ${said}`);
    });
  }
});
