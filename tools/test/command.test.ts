// How a command ends: with which code, and with nothing left running.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../../clients/js/testing/until.ts';

const folder = join(import.meta.dirname, '..', 'process');

/** Starts a program with a process group of its own, as the Firebase CLI starts Firestore's emulator. */
const startDetached = (program: string) => `
  const { spawn } = require('node:child_process');
  const args = ['-e', ${JSON.stringify(`${program}; setInterval(() => {}, 1000)`)}];
  const child = spawn(process.execPath, args, { detached: true, stdio: 'inherit' });
  child.unref();
`;

// Tells its process id once it ignores signals.
const deaf = `
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  console.log(process.pid);
`;

/** Starts a command that runs this program, in the environment of this process. */
function start(program: string, end = ''): ChildProcess {
  const command = `
    import { runCommand, CommandError } from ${JSON.stringify(join(folder, 'command.ts'))};
    import { runProgram } from ${JSON.stringify(join(folder, 'program.ts'))};
    await runCommand(async () => {
      const code = await runProgram(process.execPath, { args: ['-e', ${JSON.stringify(program)}] });
      ${end}
      return code;
    });
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', command], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  const [line] = (await once(createInterface({ input: stdout! }), 'line')) as [string];
  return line;
}

async function hasEnded(pid: number): Promise<void> {
  await until(`the end of process ${pid}`, () => !isRunning(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a command', () => {
  it("passes on its program's exit code", async () => {
    assert.deepEqual(await once(start('process.exitCode = 7'), 'exit'), [7, null]);
  });

  it('says an expected failure in a sentence', async () => {
    const command = start('', "throw new CommandError('No such thing.', 69);");
    let said = '';
    command.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
    assert.deepEqual(await once(command, 'close'), [69, null]);
    assert.equal(said, 'No such thing.\n');
  });

  it('has its program stop when it is asked to, and exits with the code of the signal', async () => {
    const command = start('console.log(process.pid); setInterval(() => {}, 1000)');
    const pid = Number(await firstLine(command));
    command.kill('SIGTERM');
    assert.deepEqual(await once(command, 'exit'), [143, null]);
    assert.equal(isRunning(pid), false);
  });

  it('ends what its program has left running', async () => {
    const command = start(`${startDetached('')} console.log(child.pid)`);
    const pid = Number(await firstLine(command));
    assert.deepEqual(await once(command, 'exit'), [0, null]);
    await hasEnded(pid);
  });

  it('leaves nothing running when it is killed outright, not even what ignores signals', async () => {
    const command = start(`${startDetached(deaf)} setInterval(() => {}, 1000)`);
    const pid = Number(await firstLine(command));
    command.kill('SIGKILL');
    await hasEnded(pid);
  });
});
