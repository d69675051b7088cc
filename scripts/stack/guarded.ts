// Starts a program under a guard (guard.ts), so that it and all it started end with this process,
// even when this process is killed outright.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { killGroup } from './processes.ts';

export interface GuardedOptions {
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** All output goes into this file, which is begun anew. */
  logFile: string;
  /** Called with each line of output. */
  onLine: (line: string) => void;
}

export interface Guarded {
  /** The program's exit code, once it and everything it started has ended. */
  readonly exited: Promise<number>;
  /** Asks the program to end, and kills what has not ended after ten seconds. */
  stop(): Promise<void>;
  /** Kills the program and everything it started at once. */
  kill(): Promise<void>;
}

const killers = new Set<() => void>();

/** Starts the program; a program that can't be started exits with code 127. */
export function startGuarded(options: GuardedOptions): Guarded {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const guard = spawn(
    process.execPath,
    [join(import.meta.dirname, 'guard.ts'), options.logFile, options.command, ...options.args],
    { cwd: options.cwd, env: options.env, detached: true, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const kill = () => void guard.stdin.write('kill');
  killers.add(kill);
  guard.stdin.on('error', () => {});
  createInterface({ input: guard.stdout }).on('line', options.onLine);
  const exited = new Promise<number>((resolve, reject) => {
    guard.on('error', reject);
    guard.on('close', (code, signal) => {
      killers.delete(kill);
      if (signal && guard.pid) killGroup({ pid: guard.pid, group: guard.pid });
      resolve(code ?? 1);
    });
  });
  return {
    exited,
    async stop() {
      guard.stdin.end();
      await exited;
    },
    async kill() {
      kill();
      await exited;
    },
  };
}

/** Kills every guarded program at once, without a clean end. */
export function killGuarded(): void {
  for (const kill of killers) kill();
}
