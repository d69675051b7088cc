// Builds what Hosting serves: web/dist.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

export async function buildWeb(): Promise<void> {
  const outdir = join(import.meta.dirname, 'dist');
  const source = (name: string) => join(import.meta.dirname, 'src', name);
  rmSync(outdir, { recursive: true, force: true });
  cpSync(join(import.meta.dirname, 'public'), outdir, { recursive: true });
  await bundle({ entries: { main: source('main.ts') }, outdir });
  await bundle({ entries: { worker: source('worker.ts') }, outdir, splitting: false });
}

if (import.meta.main) await buildWeb();
