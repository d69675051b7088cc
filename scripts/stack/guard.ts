// A process between a command and a program that it runs (arguments: log file, program, its
// arguments). It leads a process group of its own, and ends the program and everything the program
// started as soon as its standard input closes: at the command's wish, or at its death.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { descendantsOf, killGroup, listProcesses, type ProcessRow } from './processes.ts';

const graceMilliseconds = 10_000;
const [logFile = '', command = '', ...args] = process.argv.slice(2);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.stdout.on('error', () => {});

const log = createWriteStream(logFile);
const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
for (const output of [child.stdout, child.stderr]) {
  createInterface({ input: output }).on('line', (line) => {
    log.write(`${line}\n`);
    process.stdout.write(`${line}\n`);
  });
}

// The Firebase CLI gives Firestore's emulator a process group of its own. It is remembered while
// the CLI lives, for afterwards nothing tells whose it was.
const leaders = new Map<number, ProcessRow>();
const watch = setInterval(remember, 1000);

process.stdin.on('data', killAll);
process.stdin.on('end', stop);
child.on('error', (error) => finish(127, `${error.message}\n`));
child.on('exit', (code) => {
  // What it left behind may hold its output open: its last lines get a moment, no more.
  const timer = setTimeout(() => finish(code ?? 1), 1000);
  child.on('close', () => {
    clearTimeout(timer);
    finish(code ?? 1);
  });
});

function remember(): void {
  for (const row of descendantsOf(child.pid, listProcesses())) {
    if (row.pid === row.group) leaders.set(row.pid, row);
  }
}

function stop(): void {
  remember();
  child.kill('SIGINT');
  setTimeout(killAll, graceMilliseconds);
}

function killAll(): void {
  remember();
  child.kill('SIGKILL');
}

function finish(code: number, message = ''): void {
  clearInterval(watch);
  for (const row of listProcesses()) {
    const isOurs = row.group === process.pid && row.pid !== process.pid;
    if (isOurs || leaders.get(row.pid)?.startedAt === row.startedAt) killGroup(row);
  }
  process.stdout.write(message);
  log.end(message, () => process.exit(code));
}
