import { deepEqual, equal, rejects } from 'node:assert/strict';
import { until } from '../testing/until.ts';
import { installed } from './installed.ts';

describe('client: signing out', () => {
  it('ends the session on the server and signs out of Firebase', async () => {
    const { client, browser, server } = installed();
    browser.signIn('alice');
    await client.start();
    await client.signOut();
    equal(server.live().length, 0);
    equal(browser.identity, null);
  });

  it('signs out without a network, and ends the session at the next start', async () => {
    const { client, open, browser, server } = installed();
    browser.signIn('alice');
    await client.start();
    server.lose = () => 'request';
    await client.signOut();
    equal(browser.identity, null);
    equal(server.live().length, 1);
    server.lose = () => null;
    await rejects(open().start());
    await until('no session', () => server.live().length === 0);
  });

  it('forgets the device where the computer is not one’s own', async () => {
    const { client, browser, server, storage } = installed();
    browser.signIn('alice');
    await client.start();
    await client.signOut({ forget: true });
    deepEqual(server.calls.at(-1), { name: 'signOut', data: { forget: true } });
    equal(storage.getItem('device-sessions.deviceToken'), null);
    equal(storage.getItem('device-sessions.deviceId'), null);
  });
});
