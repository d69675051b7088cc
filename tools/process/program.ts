// Runs other programs in the terminal of this one (the Firebase CLI, mocha, a linter), and passes on
// the signal that asks this one to stop.
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';

export interface ProgramOptions {
  args?: string[];
  /** Variables beside those of this process; undefined takes one of them away. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Let the shell read `command`. */
  shell?: boolean;
  /** Show the output in one piece, when the program has ended. */
  asBlock?: boolean;
  /** In place of this process's own three. */
  stdio?: StdioOptions;
}

/** The programs that run, each with what it is called and has written. */
const running = new Map<ChildProcess, { name: string; output: string }>();
let stopped: NodeJS.Signals | null = null;

/** Resolves to the program's exit code; 128 + n if signal n ended it or has asked this process to stop. */
export async function runProgram(command: string, options: ProgramOptions = {}): Promise<number> {
  if (stopped) return codeOf(stopped);
  const { args = [], asBlock = false, env, ...rest } = options;
  const stdio: StdioOptions = asBlock ? ['ignore', 'pipe', 'pipe'] : (options.stdio ?? 'inherit');
  const child = spawn(command, args, { ...rest, env: { ...process.env, ...env }, stdio });
  const written = { name: [command, ...args].join(' '), output: '' };
  running.set(child, written);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (written.output += text));
  }
  try {
    return await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on(asBlock ? 'close' : 'exit', (code: number | null, signal: NodeJS.Signals | null) => {
        const last = stopped ?? signal;
        resolve(last ? codeOf(last) : (code ?? 1));
      });
    });
  } finally {
    running.delete(child);
    process.stdout.write(written.output);
  }
}

/** The signal that has asked this process to stop, if one has. */
export function stoppedBy(): NodeJS.Signals | null {
  return stopped;
}

/** Passes a signal on to the programs that run; none is started from now on. */
export function stopPrograms(signal: NodeJS.Signals): void {
  stopped ??= signal;
  for (const child of running.keys()) child.kill(signal);
}

/** Ends the programs that run, as a failure of theirs, and tells of each what it last wrote. */
export function endPrograms(lines: number): string[] {
  return [...running].map(([child, { name, output }]) => {
    child.kill();
    return [name, ...output.trimEnd().split('\n').slice(-lines)].join('\n  ');
  });
}

/** The exit code of a process that a signal has ended. */
export function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
