// The deployed functions as a program of their own, for tests of what is decided when they load. Run
// as a program it serves them and tells its address; it ends when whoever started it is gone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { deployedParams } from './environment.ts';
import type { Server } from './serve.ts';
import { serve } from './serve.ts';

const project = 'demo-program';
const file = fileURLToPath(import.meta.url);

export interface Program extends Server {
  /** All that it has written so far, except its address. */
  written(): string;
}

/** Starts the functions with the deployed params and these variables, and nothing of this process. */
export async function startProgram(variables: NodeJS.Dict<string> = {}): Promise<Program> {
  const child = spawn(process.execPath, [file], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...deployedParams,
      GCLOUD_PROJECT: project,
      FIREBASE_CONFIG: JSON.stringify({ projectId: project }),
      ...variables,
    },
  });
  let written = '';
  child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const [url] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the functions did not load: exit code ${code}`);
    }),
  ])) as [string];
  child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
  return {
    url,
    written: () => written,
    async close() {
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
    },
  };
}

if (process.argv[1] === file) {
  const { url } = await serve(await import('../../src/index.ts'));
  console.log(url);
  process.stdin.resume().once('end', () => process.exit(0));
}
