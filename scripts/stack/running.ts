// The stack that runs at the fixed ports, if one does: left in a file by the command that started
// it, so that another command (npm run demo) can use it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from '../paths.ts';
import { host } from './ports.ts';
import type { Stack } from './stack.ts';

const file = join(cache, 'running-stack.json');

/** Tells other commands of this stack. */
export function rememberStack({ project, engine, ports, logFile }: Stack): void {
  mkdirSync(cache, { recursive: true });
  writeFileSync(file, JSON.stringify({ project, engine, ports, logFile }));
}

/** Takes that back. */
export function forgetStack(): void {
  rmSync(file, { force: true });
}

/** The stack at the fixed ports if its emulators answer, else null. Stopping it is for its starter. */
export async function findRunningStack(): Promise<Stack | null> {
  try {
    const stack = JSON.parse(readFileSync(file, 'utf8')) as Stack;
    const { auth, functions } = stack.ports;
    const urls = [`http://${host}:${auth}/emulator/v1/projects/${stack.project}/config`];
    urls.push(
      `http://${host}:${functions}/backends`,
      `http://${host}:${stack.ports.hub}/emulators`,
    );
    const answers = await Promise.all(
      urls.map((url) => fetch(url, { signal: AbortSignal.timeout(5000) })),
    );
    if (!answers.every((answer) => answer.ok)) return null;
    return { ...stack, ended: new Promise(() => {}), stop: async () => {} };
  } catch {
    return null;
  }
}
