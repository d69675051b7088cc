import { deepEqual, equal, notEqual, ok, rejects } from 'node:assert/strict';
import { makeSessionsClient } from '../src/core/client.ts';
import { refusedFor, started } from './installed.ts';

describe('client: the end', () => {
  it('is told once, although several calls are refused', async () => {
    const { client, server, session } = await started();
    const ended: unknown[] = [];
    client.onEnded((end) => ended.push(end));
    server.end(session.sessionId, { reason: 'session_revoked', revokedReason: 'user' });
    await Promise.allSettled([client.list(), client.list(), client.update()]);
    deepEqual(ended, [
      {
        sessionId: session.sessionId,
        reason: 'session_revoked',
        revokedReason: 'user',
        wipe: true,
      },
    ]);
  });

  it('asks to wipe nothing where only the account changed', async () => {
    const { client, server, session } = await started();
    const wipes: boolean[] = [];
    client.onEnded(({ wipe }) => wipes.push(wipe));
    server.end(session.sessionId, { reason: 'session_revoked', revokedReason: 'account' });
    await rejects(client.update(), refusedFor('session_revoked'));
    deepEqual(wipes, [false]);
  });

  it('keeps the device token, so that the device is still known', async () => {
    const { client, server, session, storage } = await started();
    server.end(session.sessionId);
    await rejects(client.update());
    ok(storage.getItem('device-sessions.deviceToken'));
    equal(storage.getItem('device-sessions.session'), null);
  });

  it('is not taken from a push: the server is asked, and may know better', async () => {
    const { client, browser, session } = await started();
    const { sessionId } = session;
    const data = { action: 'force_logout', reason: 'session_revoked', sessionId };
    equal(await client.handlePush(data), 'ignored');
    notEqual(browser.identity, null);
  });

  it('follows a push that the server confirms, and sends the receipt after the wipe', async () => {
    const { client, server, session } = await started();
    const { sessionId } = session;
    const order: string[] = [];
    client.onEnded(async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      order.push('wiped', String(server.count('confirmLogout')));
    });
    server.end(sessionId);
    const data = { action: 'force_logout', sessionId, receiptToken: 'receipt' };
    equal(await client.handlePush(data), 'ended');
    deepEqual(order, ['wiped', '0']);
    deepEqual(server.calls.at(-1), { name: 'confirmLogout', data: { token: 'receipt' } });
  });

  it('is confirmed though another call had noticed it before the push came', async () => {
    const { client, server, open, session } = await started();
    const { sessionId } = session;
    server.end(sessionId);
    await rejects(client.list());
    const data = { action: 'force_logout', sessionId, receiptToken: 'receipt' };
    equal(await open().handlePush(data), 'ended');
    equal(server.count('confirmLogout'), 1);
  });

  it('is confirmed once where a push and a call notice it at the same time', async () => {
    const { client, server, session } = await started();
    const { sessionId } = session;
    client.onEnded(() => new Promise((resolve) => setTimeout(resolve, 5)));
    server.end(sessionId);
    const data = { action: 'force_logout', sessionId, receiptToken: 'receipt' };
    await Promise.allSettled([client.list(), client.handlePush(data)]);
    equal(server.count('confirmLogout'), 1);
  });

  it('sends no receipt where wiping failed', async () => {
    const { client, server, browser, session } = await started();
    const { sessionId } = session;
    client.onEnded(() => {
      throw new Error('the disk is full');
    });
    server.end(sessionId);
    await rejects(
      client.handlePush({ action: 'force_logout', sessionId, receiptToken: 'receipt' }),
      /disk is full/,
    );
    equal(server.count('confirmLogout'), 0);
    equal(browser.identity, null);
  });

  it('ignores a push for an earlier session', async () => {
    const { client, server } = await started();
    const before = server.calls.length;
    const data = { action: 'force_logout', sessionId: 'another' };
    equal(await client.handlePush(data), 'ignored');
    equal(server.calls.length, before);
  });

  it('takes a push that comes twice once', async () => {
    const { client, session } = await started();
    const data = {
      action: 'login_alert',
      pushId: 'push1',
      sessionId: 'new',
      receiverSessionId: session.sessionId,
    };
    deepEqual(
      [await client.handlePush(data), await client.handlePush(data)],
      ['changed', 'ignored'],
    );
  });

  it('is not read from a late refusal of the session before', async () => {
    const { client, browser, server, session } = await started();
    server.end(session.sessionId);
    const transports = browser.transports();
    const slow = makeSessionsClient({
      transports: {
        ...transports,
        async call(name, data) {
          const identity = browser.identity;
          browser.signIn('alice', 2000);
          await client.start();
          return server.call(name, data as Record<string, unknown>, identity);
        },
      },
      describe: () => ({ deviceName: 'Chrome', deviceType: 'WEB' }),
    });
    await rejects(slow.list(), refusedFor('session_revoked'));
    ok(browser.identity?.sessionId);
  });
});
