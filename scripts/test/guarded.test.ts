import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startGuarded } from '../stack/guarded.ts';
import { listProcesses } from '../stack/processes.ts';

// Prints its own process id and that of a child with a process group of its own, as the Firebase CLI
// starts Firestore's emulator; then waits.
const parentOfDetached = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
  console.log(process.pid, child.pid);
  setInterval(() => {}, 1000);
`;

describe('startGuarded', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guard-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const start = (script: string, onLine: (line: string) => void = () => {}) =>
    startGuarded({
      command: process.execPath,
      args: ['-e', script],
      cwd: folder,
      env: process.env,
      logFile: join(folder, 'log'),
      onLine,
    });

  it('hands over the exit code and the output, which the log holds too', async () => {
    const lines: string[] = [];
    const guarded = start(
      "console.log('one'); console.error('two'); process.exitCode = 3",
      (line) => lines.push(line),
    );
    assert.equal(await guarded.exited, 3);
    assert.deepEqual(lines.toSorted(), ['one', 'two']);
    assert.deepEqual(
      readFileSync(join(folder, 'log'), 'utf8').trim().split('\n').toSorted(),
      lines.toSorted(),
    );
  });

  it('says so where the program does not exist', async () => {
    const lines: string[] = [];
    const guarded = startGuarded({
      command: join(folder, 'nothing'),
      args: [],
      cwd: folder,
      env: process.env,
      logFile: join(folder, 'log'),
      onLine: (line) => lines.push(line),
    });
    assert.equal(await guarded.exited, 127);
    assert.match(lines.join('\n'), /ENOENT/);
  });

  it('ends the program and what it started when asked', async () => {
    const line = Promise.withResolvers<string>();
    const guarded = start(parentOfDetached, line.resolve);
    const pids = (await line.promise).split(' ').map(Number);
    await guarded.stop();
    await eventually(() => pids.every((pid) => !isRunning(pid)));
  });

  it('ends the program and what it started when the command is killed outright', async () => {
    const module = join(import.meta.dirname, '../stack/guarded.ts');
    const command = `
      import { startGuarded } from ${JSON.stringify(module)};
      startGuarded({
        command: process.execPath,
        args: ['-e', ${JSON.stringify(parentOfDetached)}],
        cwd: ${JSON.stringify(folder)},
        env: process.env,
        logFile: ${JSON.stringify(join(folder, 'log'))},
        onLine: console.log,
      });
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', command], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const pids = line.split(' ').map(Number);
    child.kill('SIGKILL');
    await eventually(() => pids.every((pid) => !isRunning(pid)));
  });
});

function isRunning(pid: number): boolean {
  return listProcesses().some((row) => row.pid === pid);
}

async function eventually(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isTrue()) {
    assert.ok(Date.now() < deadline, 'not within ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
