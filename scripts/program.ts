// Runs another program in the terminal of this one: npm run emulators:exec's command, mocha, a linter.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { descendantsOf, listProcesses } from './stack/processes.ts';

export interface ProgramOptions {
  args?: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Let the shell read `command`. */
  shell?: boolean;
  /** Terminates the program, and kills it five seconds later. */
  stopping: AbortSignal;
}

const graceMilliseconds = 5000;

/** Resolves to the program's exit code (128 + n if signal n ended it). */
export async function runProgram(command: string, options: ProgramOptions): Promise<number> {
  const { args = [], stopping, ...rest } = options;
  const child = spawn(command, args, { ...rest, stdio: 'inherit' });
  const signalAll = (signal: NodeJS.Signals) => {
    for (const { pid } of descendantsOf(child.pid, listProcesses())) trySignal(pid, signal);
    child.kill(signal);
  };
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    signalAll('SIGTERM');
    timer = setTimeout(() => signalAll('SIGKILL'), graceMilliseconds);
  };
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
      });
    });
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener('abort', stop);
  }
}

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
