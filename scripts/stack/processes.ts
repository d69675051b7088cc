// The processes of this machine, from /proc or, where there is none (macOS), from ps.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface ProcessRow {
  pid: number;
  parent: number;
  group: number;
  /** Tells a process from a later one with the same number. */
  startedAt: string;
}

/** Every process there is. */
export function listProcesses(): ProcessRow[] {
  return existsSync('/proc/self/stat') ? fromProc() : fromPs();
}

/** The processes that `pid` started, directly or not. */
export function descendantsOf(pid: number | undefined, rows: ProcessRow[]): ProcessRow[] {
  const children = rows.filter((row) => row.parent === pid);
  return children.flatMap((child) => [child, ...descendantsOf(child.pid, rows)]);
}

/** Kills a process and, where it leads a process group, the group. It may have ended already. */
export function killGroup({ pid, group }: Pick<ProcessRow, 'pid' | 'group'>): void {
  try {
    process.kill(pid === group ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** One line of /proc/<pid>/stat (proc(5)): the name, in parentheses, may hold anything. */
export function parseStat(stat: string): ProcessRow {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    pid: parseInt(stat, 10),
    parent: Number(fields[1]),
    group: Number(fields[2]),
    startedAt: fields[19] ?? '',
  };
}

function fromProc(): ProcessRow[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))];
      } catch {
        return [];
      }
    });
}

function fromPs(): ProcessRow[] {
  const output = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,lstart='], { encoding: 'utf8' });
  return output.trimEnd().split('\n').map(parsePsLine);
}

/** One line of `ps -o pid=,ppid=,pgid=,lstart=`. */
export function parsePsLine(line: string): ProcessRow {
  const [pid, parent, group, ...startedAt] = line.trim().split(/\s+/);
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    startedAt: startedAt.join(' '),
  };
}
