// A command of package.json, without a terminal: as npm runs it, or in this process, which costs less.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CommandError } from '../../../../tools/process/command.ts';

const scripts = join(import.meta.dirname, '..', '..', '..', '..', 'tools', 'scripts');

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export async function runScript(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [join(scripts, `${name}.ts`), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const ended = once(child, 'close') as Promise<[number]>;
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: (await ended)[0], stdout, stderr };
}

/** The command itself resolves to its exit code. */
export async function runHere(
  command: (speech: Pick<Console, 'log' | 'error'>) => Promise<number>,
): Promise<Ended> {
  const [stdout, stderr] = [[] as string[], [] as string[]];
  const keep = (lines: string[]) => (line: string) => void lines.push(`${line}\n`);
  let code: number;
  try {
    code = await command({ log: keep(stdout), error: keep(stderr) });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    keep(stderr)(error.message);
    code = error.exitCode;
  }
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}
