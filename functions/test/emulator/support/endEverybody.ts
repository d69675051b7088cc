// Everybody out as a program of its own, wired as in production. It tells each page at 3, and begins the next one only
// when it is told to: node endEverybody.ts <time> <accounts a page> <id to go on behind, or nothing>
import { readSync, writeSync } from 'node:fs';
import type { EndedSessions } from '../../../src/admin.ts';
import { endSessions } from '../../../src/admin.ts';

export interface ToldPage extends EndedSessions {
  /** What the process has used of the processors. */
  cpuMs: number;
}

const [time = '', pageSize = '', after = ''] = process.argv.slice(2);

/** Waits for one character; nobody who has closed the input is waited for. */
function onPage(progress: EndedSessions): void {
  const { user, system } = process.cpuUsage();
  const told: ToldPage = { ...progress, cpuMs: (user + system) / 1000 };
  writeSync(3, `${JSON.stringify(told)}\n`);
  readSync(0, Buffer.alloc(1));
}

await endSessions(
  { signedInBefore: new Date(time) },
  { pageSize: Number(pageSize), after: after || null, onPage },
);
process.exit(0);
