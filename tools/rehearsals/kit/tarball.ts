// The package as it would be published: packed by npm from a copy of functions/ in which the files
// lie that a developer's machine has.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../process/paths.ts';

export interface Tarball {
  /** A temporary folder of its own. */
  folder: string;
  file: string;
  names: string[];
  /** Bytes of the file. */
  size: number;
}

/** What must never be published, and marks itself. */
export const secretMark = 'must-stay-at-home';

/** Packs what is built. */
export async function packKit(): Promise<Tarball> {
  const folder = mkdtempSync(join(tmpdir(), 'kit-'));
  const source = join(folder, 'functions');
  const modules = join(root, 'functions', 'node_modules');
  cpSync(join(root, 'functions'), source, {
    recursive: true,
    filter: (path) => !path.startsWith(modules),
  });
  // As the package's own script "prepack" does.
  for (const name of ['firestore.indexes.json', 'firestore.rules']) {
    cpSync(join(root, name), join(source, name));
  }
  symlinkSync(modules, join(source, 'node_modules'));
  for (const name of ['.secret.local', '.env', '.env.local', '.env.my-project', 'key.json']) {
    writeFileSync(join(source, name), `${secretMark}\n`);
  }
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: source });
  const [packed] = JSON.parse(stdout) as [
    { filename: string; files: { path: string }[]; size: number },
  ];
  return {
    folder,
    file: join(folder, packed.filename),
    names: packed.files.map(({ path }) => path),
    size: packed.size,
  };
}
