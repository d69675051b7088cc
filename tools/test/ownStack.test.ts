// Which stack the commands of this checkout work on, where several run on the machine.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../process/paths.ts';
import { announceStack, describeStack, findOwnStack } from '../stack/ownStack.ts';

const none = '';

describe('the stack of this checkout', () => {
  const servers: Server[] = [];
  let cache: string;

  beforeEach(() => (cache = mkdtempSync(join(tmpdir(), 'own-stack-'))));
  afterEach(async () => {
    for (const server of servers.splice(0)) await once(server.close(), 'close');
    rmSync(cache, { recursive: true });
  });

  /** What answers for a stack of the Firebase CLI, and the address of its hub. */
  async function stackOf(checkout: string): Promise<string> {
    const server = createServer(({ url }, response) => {
      const { port } = server.address() as AddressInfo;
      const here = { host: '127.0.0.1', port };
      const backend = { directory: join(checkout, 'functions'), functionTriggers: [{}] };
      const emulators = { functions: here, firestore: here };
      response.end(JSON.stringify(url === '/emulators' ? emulators : { backends: [backend] }));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    servers.push(server);
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function announce(hub: string): () => void {
    const folder = join(cache, `stack-${hub.split(':')[1]}`);
    mkdirSync(folder);
    return announceStack(folder, hub);
  }

  it('is found on whatever ports it runs, until it says that it ends', async () => {
    const hub = await stackOf(root);
    const withdraw = announce(hub);
    const stack = await findOwnStack(none, cache);
    assert.equal(stack?.addresses['firestore'], hub);
    assert.match(
      describeStack(stack),
      new RegExp(`^the emulators of ${root} \\(project demo-.*${hub}`),
    );
    withdraw();
    assert.equal(await findOwnStack(none, cache), null);
  });

  it('is not one of another checkout that has taken over its ports', async () => {
    announce(await stackOf('/elsewhere'));
    assert.equal(await findOwnStack(none, cache), null);
  });

  it('is refused where the one that is named is of another checkout', async () => {
    const hub = await stackOf('/elsewhere');
    await assert.rejects(findOwnStack(hub, cache), /are those of \/elsewhere, not of \//);
  });

  it('has to be named where several run', async () => {
    const hubs = [await stackOf(root), await stackOf(root)];
    for (const hub of hubs) announce(hub);
    await assert.rejects(findOwnStack(none, cache), /set FIREBASE_EMULATOR_HUB to one of /);
    assert.equal((await findOwnStack(hubs[1], cache))?.addresses['firestore'], hubs[1]);
  });
});
