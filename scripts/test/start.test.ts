import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root } from '../paths.ts';
import { fixedPorts, host, isFree, type FirebaseConfig } from '../stack/ports.ts';

const config = JSON.parse(readFileSync(join(root, 'firebase.json'), 'utf8')) as FirebaseConfig;
const ports = fixedPorts(config);

async function freeOnes(): Promise<number[]> {
  const checks = Object.values(ports).map(async (port) => ((await isFree(port)) ? [port] : []));
  return (await Promise.all(checks)).flat();
}

describe('npm start', () => {
  it('says in one sentence that a port is taken, and leaves nothing running', async () => {
    const server = createServer();
    // A stack that runs on this machine meanwhile has taken the port: as good.
    server.on('error', () => {});
    server.listen(ports.auth, host);
    await Promise.race([once(server, 'listening'), once(server, 'error')]);
    const before = await freeOnes();
    try {
      const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'start.ts')], {
        encoding: 'utf8',
        timeout: 15_000,
      });
      assert.equal(status, 1);
      assert.match(stderr, /^Ports? .*9099 \(auth\).* in use: .*\.\n$/);
      assert.deepEqual(await freeOnes(), before);
    } finally {
      server.close();
    }
  });
});
