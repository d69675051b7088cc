// One way to bundle for browsers: modules that are split where they are loaded lazily.
import { build } from 'esbuild';

export interface Bundle {
  /** By name of the output: the file to begin with. */
  entries: Record<string, string>;
  outdir: string;
  /** A service worker may not load modules lazily. */
  splitting?: boolean;
  /** Else the files are only given back. */
  write?: boolean;
}

export interface BundledFile {
  path: string;
  contents: Uint8Array;
}

export async function bundle({
  entries,
  outdir,
  splitting = true,
  write = true,
}: Bundle): Promise<BundledFile[]> {
  const { outputFiles = [] } = await build({
    entryPoints: entries,
    outdir,
    splitting,
    write,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    chunkNames: 'chunks/[name]-[hash]',
  });
  return outputFiles;
}
