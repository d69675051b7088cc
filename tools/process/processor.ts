// How much of the processor programs have used or waited for, as the system counts it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The unit of /proc/<pid>/stat on every Linux that Node runs on. */
const ticksPerSecond = 100;
/** So that a program which always waits for its turn counts as busy, and one that wakes up now and then does not. */
const weightOfWaiting = 0.1;

/**
 * Seconds by process id. On Linux a tenth of the time counts, too, in which a program could have run and
 * others did: a busy machine is slow, and what waits for its turn does not hang.
 */
export function processorSeconds(pids: readonly number[]): Map<number, number> {
  const seconds = existsSync('/proc/self/stat') ? fromProc(pids) : fromPs(pids);
  return new Map(seconds);
}

function fromProc(pids: readonly number[]): [number, number][] {
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // Behind the name, which may hold anything: fields 14 and 15 of proc_pid_stat(5).
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const used = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
      return [[pid, used + weightOfWaiting * waitedFor(pid)]] as [number, number][];
    } catch {
      // It has ended.
      return [];
    }
  });
}

/** Kernels may be built without it. */
function waitedFor(pid: number): number {
  try {
    const [, nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e9;
  } catch {
    return 0;
  }
}

/** macOS. */
function fromPs(pids: readonly number[]): [number, number][] {
  const output = execFileSync('ps', ['-A', '-o', 'pid=,time='], { encoding: 'utf8' });
  const wanted = new Set(pids);
  return output
    .trim()
    .split('\n')
    .map((line): [number, number] => {
      const [pid = '', time = ''] = line.trim().split(/\s+/);
      return [Number(pid), time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0)];
    })
    .filter(([pid]) => wanted.has(pid));
}
