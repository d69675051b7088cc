// How the program starts, refuses to start, and stops; and the stand-in for java.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, mainProgram, startEmbedded, stopEngine } from './engines.ts';

const java = fileURLToPath(new URL('../bin/java', import.meta.url));
const withThisNode = { env: { ...process.env, EMBEDDED_FIRESTORE_NODE: process.execPath } };

interface Ended {
  code: number;
  stderr: string;
}

/** Runs a command that is expected to fail. */
async function run(program: string, ...args: string[]): Promise<Ended> {
  try {
    const { stderr } = await promisify(execFile)(program, args, withThisNode);
    return { code: 0, stderr };
  } catch (error) {
    return error as Ended;
  }
}

describe('launch, embedded engine', () => {
  it('answers Ok at the root once it has started', async () => {
    const engine = await startEmbedded();
    const answer = await fetch(`http://${engine.address}/`);
    assert.equal((await answer.text()).trim(), 'Ok');
    await stopEngine(engine);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`exits with 0 on ${signal}`, async () => {
      const { child } = await startEmbedded();
      child.kill(signal);
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });
  }

  it('says in one sentence that its port is in use', async () => {
    const engine = await startEmbedded();
    const port = engine.address.split(':')[1]!;
    const { code, stderr } = await run(process.execPath, mainProgram, '--port', port);
    await stopEngine(engine);
    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(`^Embedded Firestore: 127.0.0.1:${port}: address already in use; .+\n$`),
    );
  });

  it('refuses exported data and a port that is none, in one sentence each', async () => {
    const seeded = await run(process.execPath, mainProgram, '--seed_from_export', '/data');
    assert.deepEqual([seeded.code, seeded.stderr.split('\n').length], [1, 2]);
    assert.match(seeded.stderr, /exported Firestore data can not be imported here/);
    const bad = await run(process.execPath, mainProgram, '--port', 'http');
    assert.deepEqual([bad.code, bad.stderr.split('\n').length], [1, 2]);
  });

  it('is started by the stand-in for java with the arguments of the Firebase CLI', async () => {
    const port = await freePort();
    const child = spawn(
      java,
      // oxfmt-ignore
      ['-Dgoogle.cloud_firestore.debug_log_level=FINE', '-Duser.language=en', '-jar', mainProgram,
        '--host', '127.0.0.1', '--port', String(port), '--websocket_port', '9150', '--database-edition',
        'standard', '--project_id', 'demo-x', '--rules', 'firestore.rules', '--single_project_mode', 'error',
        '--functions_emulator', '127.0.0.1:5001'],
      { ...withThisNode, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    assert.equal(line.toString(), `Embedded Firestore: http://127.0.0.1:${port}\n`);
    child.kill('SIGINT');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('has a stand-in for java that is new enough for the Firebase CLI', async () => {
    const { code, stderr } = await run(java, '-Duser.language=en', '-version');
    assert.equal(code, 0);
    assert.match(stderr, /version "21/);
    assert.equal((await run(java)).code, 1);
  });
});
