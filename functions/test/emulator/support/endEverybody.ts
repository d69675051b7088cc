// Everybody out as a program of its own, wired as in production. It tells each page at 3, and begins the next one only
// when it is told to: node endEverybody.ts <time> <accounts a page> <id to go on behind, or nothing>
import { readSync, writeSync } from 'node:fs';
import type { EndedSessions } from '../../../src/admin.ts';
import { endSessions } from '../../../src/admin.ts';

const [time = '', pageSize = '', after = ''] = process.argv.slice(2);

/** Waits for one character; nobody who has closed the input is waited for. */
function onPage(progress: EndedSessions): void {
  writeSync(3, `${JSON.stringify(progress)}\n`);
  readSync(0, Buffer.alloc(1));
}

await endSessions(
  { signedInBefore: new Date(time) },
  { pageSize: Number(pageSize), after: after || null, onPage },
);
process.exit(0);
