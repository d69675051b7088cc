import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { withPorts } from '../stack/config.ts';
import {
  emulatorNames,
  findFreePorts,
  fixedPorts,
  portsTakenMessage,
  requireFree,
  type Ports,
} from '../stack/ports.ts';

const ports = Object.fromEntries(emulatorNames.map((name, at) => [name, 9000 + at])) as Ports;

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
    const free = await findFreePorts(emulatorNames.length);
    await requireFree(
      Object.fromEntries(emulatorNames.map((name, at) => [name, free[at]])) as Ports,
    );
  });

  it('refuses a port that something listens on', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const free = await findFreePorts(emulatorNames.length);
    const wanted = Object.fromEntries(emulatorNames.map((name, at) => [name, free[at]])) as Ports;
    await assert.rejects(
      requireFree({ ...wanted, tasks: port }),
      new RegExp(`Port ${port} \\(tasks\\)`),
    );
    server.close();
  });
});

describe('withPorts', () => {
  it('changes the ports and nothing else', () => {
    const config = {
      functions: [],
      emulators: { auth: { host: '127.0.0.1', port: 1 }, ui: { enabled: false } },
    };
    const changed = withPorts(config, ports, 9100);
    assert.deepEqual(fixedPorts(changed), ports);
    assert.deepEqual(changed.emulators['auth'], { host: '127.0.0.1', port: 9000 });
    assert.deepEqual(changed.emulators['ui'], { enabled: false });
    assert.equal(changed.emulators['firestore']?.websocketPort, 9100);
    assert.equal(config.emulators.auth.port, 1);
  });
});
