// Delivery that fails.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createDelivery } from '../src/triggers/delivery.ts';
import { parseEventarcTrigger } from '../src/triggers/registration.ts';
import { eventually, freePort } from './engines.ts';

const registration = parseEventarcTrigger('demo-x', 'onThing-0', {
  eventType: 'google.cloud.firestore.document.v1.deleted',
  document: { value: 'things/{id}' },
});
const change = { project: 'demo-x', path: 'things/a', before: {}, after: undefined };

describe('delivery', () => {
  const errors: string[] = [];
  const original = console.error;

  beforeEach(() => {
    errors.length = 0;
    console.error = (line: string) => errors.push(line);
  });
  afterEach(() => {
    console.error = original;
  });

  it('says in one line that a function has failed, and sends the next event', async () => {
    const server = createServer((_request, response) => response.writeHead(500).end()).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const deliver = createDelivery(`127.0.0.1:${port}`);
    deliver(registration, change);
    deliver(registration, change);
    await eventually(() => (errors.length === 2 ? true : undefined));
    server.closeAllConnections();
    server.close();
    const line = 'The event of things/a for onThing-0 failed: HTTP 500.';
    assert.deepEqual(errors, [line, line]);
  });

  it('says in one line that nobody listens', async () => {
    createDelivery(`127.0.0.1:${await freePort()}`)(registration, change);
    await eventually(() => (errors.length === 1 ? true : undefined));
    assert.deepEqual(errors, ['The event of things/a for onThing-0 failed: ECONNREFUSED.']);
  });

  it('sends nothing where there is no Functions emulator', async () => {
    createDelivery(undefined)(registration, change);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(errors, []);
  });
});
