// What becomes of a user's sessions when Firebase Authentication deletes the account.
import assert from 'node:assert/strict';
import { alertLogin } from '../../src/operations/alertLogin.ts';
import { eraseDeletedUser, eraseWithAccount } from '../../src/operations/eraseUser.ts';
import { register, signInNow } from '../doubles/device.ts';
import { accountInOrder, testServices } from '../doubles/services.ts';

const alice = { userId: 'alice', tenantId: null };
const nothing = { sessions: [], secrets: [], events: [] };

describe('the deletion of an account', () => {
  it('logs the devices out, erases, and does so again when no custom token lives any more', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    services.account = null;
    await eraseWithAccount(services, alice);
    assert.deepEqual(
      services.sent.map(({ kind, sessionId }) => [kind, sessionId]),
      [['force_logout', phone.session.sessionId]],
    );
    assert.deepEqual(await services.sessions.findAllOf(alice), nothing);
    assert.deepEqual(services.erasures, [{ task: alice, afterSeconds: 4200 }]);
  });

  it('waits for a device that could not be told yet, except the last time', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    services.account = null;
    services.outcome = new Error('FCM is down');
    await assert.rejects(eraseWithAccount(services, alice), /still to be logged out/);
    assert.equal((await services.sessions.findAllOf(alice)).secrets.length, 1);
    await eraseDeletedUser(services, alice, { isLast: true });
    assert.deepEqual(await services.sessions.findAllOf(alice), nothing);
  });

  it('erases nothing while nobody can tell whether the account exists again', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    services.account = new Error('Authentication is down');
    await assert.rejects(eraseDeletedUser(services, alice, { isLast: true }), /is down/);
    assert.equal((await services.sessions.findAllOf(alice)).secrets.length, 1);
  });

  it('leaves alone what is younger than an account that exists again', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    services.pass({ hours: 2 });
    services.account = { ...accountInOrder, createdAt: services.now() };
    const young = await register(services, 'galaxy-1');
    await eraseDeletedUser(services, alice, { isLast: true });
    const { sessions, secrets, events } = await services.sessions.findAllOf(alice);
    const ids = [young.session.sessionId];
    assert.deepEqual(
      sessions.map(({ sessionId, revoked }) => [sessionId, revoked]),
      [[ids[0], false]],
    );
    assert.deepEqual(
      secrets.map(({ sessionId }) => sessionId),
      ids,
    );
    assert.ok(events.length > 0);
  });

  it('keeps apart the same uid in another tenant', async () => {
    const services = testServices();
    await register(services, 'iphone-1', signInNow(services, 'alice', 'tenant-1'));
    services.account = null;
    await eraseWithAccount(services, alice);
    const kept = await services.sessions.findAllOf({ userId: 'alice', tenantId: 'tenant-1' });
    assert.equal(kept.sessions[0]?.revoked, false);
  });

  it('takes along a session whose registration was under way: its trigger sees that', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    services.account = null;
    await alertLogin(services, alice);
    assert.deepEqual(await services.sessions.findAllOf(alice), nothing);
  });

  it('is not taken for granted where Authentication does not answer the trigger', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    services.account = new Error('Authentication is down');
    await alertLogin(services, alice);
    assert.equal((await services.sessions.findAllOf(alice)).secrets.length, 1);
  });
});
