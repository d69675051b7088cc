// Ends what a command has left running, however the command itself ended. It runs as a program of its
// own, out of reach of the terminal's signals, and waits until the command's end of its standard input
// closes. It knows the command's processes by a mark, which they inherit in their environment.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const variable = 'DEVICE_SESSIONS_COMMANDS';
const graceMilliseconds = 5000;

/**
 * Marks all that this process starts from now on. They end when it ends, or when the function returned
 * is called, which resolves once they have.
 */
export function startReaper(): () => Promise<void> {
  const mark = randomUUID();
  const reaper = spawn(process.execPath, [import.meta.filename, mark], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => reaper.on('exit', () => resolve()));
  // A command inside a command carries both marks.
  process.env[variable] = `${process.env[variable] ?? ''} ${mark}`;
  return async () => {
    reaper.stdin.end();
    await exited;
  };
}

/** The mark of the command that this process is part of; what is started from now on carries it, too. */
export function ownMark(): string {
  const last = process.env[variable]?.split(' ').at(-1);
  if (last) return last;
  const mark = randomUUID();
  process.env[variable] = mark;
  return mark;
}

/** The ids of the processes that carry a mark. */
export function findMarked(mark: string): number[] {
  return existsSync('/proc/self/environ') ? fromProc(mark) : fromPs(mark);
}

function fromProc(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
      } catch {
        // It has ended, or is another user's.
        return false;
      }
    })
    .map(Number);
}

/** macOS. */
function fromPs(mark: string): number[] {
  const output = execFileSync('ps', ['-A', '-E', '-ww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  // The reaper has the mark as an argument.
  return output
    .split('\n')
    .filter((line) => line.includes(mark))
    .map((line) => parseInt(line, 10))
    .filter((pid) => pid !== process.pid);
}

/** Asks them to end, then makes them. */
async function reap(mark: string): Promise<void> {
  const deadline = Date.now() + graceMilliseconds;
  const asked = new Set<number>();
  for (let left = findMarked(mark); left.length > 0; left = findMarked(mark)) {
    const isLate = Date.now() > deadline;
    for (const pid of left) {
      if (isLate) kill(pid, 'SIGKILL');
      else if (!asked.has(pid)) kill(pid, 'SIGTERM');
      asked.add(pid);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

if (import.meta.main) {
  process.stdin.resume().on('end', () => void reap(process.argv[2]!));
}
