// The package of the client as it would be published: packed by npm, which builds it, and unpacked.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../process/paths.ts';

const run = promisify(execFile);

export interface PackedClient {
  /** A temporary folder of its own. */
  folder: string;
  tarball: string;
  /** Where it is unpacked. */
  path: string;
  names: string[];
}

export async function packClient(): Promise<PackedClient> {
  const folder = mkdtempSync(join(tmpdir(), 'client-'));
  const source = join(root, 'clients', 'js');
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: source,
  });
  const said = JSON.parse(stdout.slice(stdout.search(/^[[{]/m))) as
    | [Packed]
    | Record<string, Packed>;
  const packed = Object.values(said)[0]!;
  const tarball = join(folder, packed.filename);
  await run('tar', ['-xzf', tarball], { cwd: folder });
  return {
    folder,
    tarball,
    path: join(folder, 'package'),
    names: packed.files.map(({ path }) => path),
  };
}

interface Packed {
  filename: string;
  files: { path: string }[];
}

/** The blocks of code of a document, by the path that their first line names. */
export function filesIn(document: string): Map<string, string> {
  const text = readFileSync(join(root, document), 'utf8');
  const blocks = text.matchAll(/```[jt]sx?\n\/\/ (\S+\.[jt]sx?)[^\n]*\n([\s\S]*?)```/g);
  return new Map([...blocks].map(([, path = '', code = '']) => [path, code]));
}
