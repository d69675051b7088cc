import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { withPorts } from '../stack/config.ts';
import { findFreePorts, portsOf, portsTakenMessage, requireFree } from '../stack/ports.ts';

const ports = { auth: 9000, functions: 9001, firestore: 9002 };

describe('portsTakenMessage', () => {
  it('names the port, its use and the way out', () => {
    assert.equal(
      portsTakenMessage(['auth'], ports),
      'Port 9000 (auth) is in use: stop the program there (another npm start?), or add --free-ports.',
    );
  });

  it('names every port that is taken', () => {
    assert.match(
      portsTakenMessage(['auth', 'firestore'], ports),
      /^Ports 9000 \(auth\), 9002 \(fi/,
    );
  });
});

describe('requireFree', () => {
  it('accepts ports that nothing listens on', async () => {
    const [auth = 0, tasks = 0] = await findFreePorts(2);
    await requireFree({ auth, tasks });
  });

  it('refuses a port that something listens on', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const [auth = 0] = await findFreePorts(1);
    await assert.rejects(
      requireFree({ auth, tasks: port }),
      new RegExp(`Port ${port} \\(tasks\\)`),
    );
    server.close();
  });
});

describe('withPorts', () => {
  it('changes the ports and nothing else', () => {
    const config = {
      functions: [],
      emulators: {
        auth: { host: '127.0.0.1', port: 1 },
        firestore: { port: 2 },
        ui: { enabled: false },
        singleProjectMode: true,
      },
    };
    assert.deepEqual(withPorts(config, [9000, 9001, 9100]), {
      functions: [],
      emulators: {
        auth: { host: '127.0.0.1', port: 9000 },
        firestore: { port: 9001, websocketPort: 9100 },
        ui: { enabled: false },
        singleProjectMode: true,
      },
    });
    assert.deepEqual(portsOf(config), { auth: 1, firestore: 2 });
  });
});
