// Builds what Hosting serves: web/dist. A stack that serves the folder already goes on doing so.
import {
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { bundle } from './bundle.ts';

const outdir = join(import.meta.dirname, 'dist');

/** What the page is made of. */
export const webSources = ['src', 'public', join('..', 'clients', 'js', 'src')].map((folder) =>
  join(import.meta.dirname, folder),
);

export async function buildWeb(): Promise<void> {
  const source = (name: string) => join(import.meta.dirname, 'src', name);
  const bundles = await Promise.all([
    bundle({ entries: { main: source('main.ts') }, outdir, write: false }),
    bundle({ entries: { worker: source('worker.ts') }, outdir, write: false, splitting: false }),
  ]);
  const pages = join(import.meta.dirname, 'public');
  const files = new Map(bundles.flat().map(({ path, contents }) => [path, contents]));
  for (const name of readdirSync(pages)) {
    files.set(join(outdir, name), readFileSync(join(pages, name)));
  }
  for (const [path, contents] of files) replace(path, contents);
  for (const path of globSync(join(outdir, '**', '*.{js,css,html,svg}'))) {
    if (!files.has(path)) rmSync(path, { force: true });
  }
}

function replace(path: string, contents: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const written = `${path}.${process.pid}`;
  writeFileSync(written, contents);
  renameSync(written, path);
}
