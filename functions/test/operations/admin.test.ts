// What an operator may do with a user's sessions.
import assert from 'node:assert/strict';
import { confirmUserSession } from '../../src/operations/answerLogin.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { endUserSessions } from '../../src/operations/endUserSessions.ts';
import { eraseUser } from '../../src/operations/eraseUser.ts';
import { exportUser } from '../../src/operations/exportUser.ts';
import { listUserSessions } from '../../src/operations/listSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { alice, deviceOf, openOf, outboxOf, pushesOf, viewOf } from '../doubles/lookInside.ts';
import { living } from '../doubles/limits.ts';
import { testServices } from '../doubles/services.ts';

const bob = { userId: 'bob', tenantId: null };

describe('listUserSessions', () => {
  it('lists the live sessions of one account, none of them current, and ended ones with how they ended', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    services.pass({ seconds: 1 });
    await register(services, 'galaxy-1');
    await register(services, 'other-1', signInNow(services, 'bob'));
    await register(services, 'other-2', signInNow(services, 'alice', 'tenant-1'));
    const { sessions } = await listUserSessions(services, alice);
    assert.deepEqual(
      sessions.map(({ deviceName, isCurrentDevice }) => [deviceName, isCurrentDevice]),
      [
        ['Phone galaxy-1', false],
        ['Phone iphone-1', false],
      ],
    );
    await endUserSessions(services, alice);
    assert.deepEqual((await listUserSessions(services, alice)).sessions, []);
    const { sessions: ended } = await listUserSessions(services, alice, { includeEnded: true });
    assert.deepEqual(
      ended.map((one) => 'revokedReason' in one && one.revokedReason),
      ['operator', 'operator'],
    );
  });
});

describe('endUserSessions', () => {
  it('ends every session of the user once, tells the devices and owes nothing more', async () => {
    const services = testServices();
    const [phone, galaxy] = [
      await register(services, 'iphone-1'),
      await register(services, 'galaxy-1'),
    ];
    await register(services, 'other-1', signInNow(services, 'bob'));
    await deliverForUser(services, alice);
    services.sent.length = 0;
    for (const revokedCount of [2, 0]) {
      assert.deepEqual(await endUserSessions(services, alice), { revokedCount });
    }
    assert.deepEqual(pushesOf(services), [
      'force_logout push-galaxy-1',
      'force_logout push-iphone-1',
    ]);
    for (const { session } of [phone, galaxy]) {
      assert.equal(viewOf(services, session.sessionId).revokedReason, 'operator');
    }
    assert.deepEqual(outboxOf(services), []);
    assert.equal((await listUserSessions(services, bob)).sessions.length, 1);
  });
});

describe('confirmUserSession', () => {
  it('confirms a session, and tells it and the others', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    const { sessionId } = (await register(services, 'galaxy-1')).session;
    const { session } = await confirmUserSession(services, alice, sessionId);
    assert.equal(session.confirmed, true);
    assert.deepEqual(pushesOf(services), [
      'login_answered push-galaxy-1',
      'login_answered push-iphone-1',
    ]);
    assert.ok(outboxOf(services).every(({ kind }) => kind !== 'login_alert'));
  });

  it("finds neither another user's, nor another tenant's, nor nothing", async () => {
    const services = testServices();
    const { sessionId } = (await register(services, 'galaxy-1')).session;
    for (const [owner, id] of [
      [bob, sessionId],
      [{ ...alice, tenantId: 'tenant-1' }, sessionId],
      [alice, 'x'.repeat(22)],
    ] as const) {
      await assert.rejects(confirmUserSession(services, owner, id), {
        reason: 'session_not_found',
      });
    }
  });
});

describe('exportUser', () => {
  it('gives all that is kept as JSON, without what tokens are made of', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    await register(services, 'other-1', signInNow(services, 'bob'));
    const data = await exportUser(services, alice);
    assert.deepEqual(
      [data.sessions.length, data.devices.length, data.events.length > 0],
      [1, 1, true],
    );
    assert.equal(data.sessions[0]?.['deviceName'], 'Phone iphone-1');
    const shown = data.devices[0]?.['session'] as { ip?: string } | undefined;
    assert.equal(shown?.ip, '77.88.55.242');
    assert.equal(data.sessions[0]?.['createdAt'], '2026-03-01T12:00:00.000Z');
    const { session, installation } = openOf(services, phone.session.sessionId);
    const text = JSON.stringify(data);
    for (const secret of [session.refresh.currentNonce, installation, session.deviceHash]) {
      assert.ok(secret && !text.includes(secret));
    }
  });

  it('gives what is still to be told too: the address of a login that has ended, a push token', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const login = await register(services, 'galaxy-1');
    services.outcome = { kind: 'retry', afterSeconds: 10 };
    await revokeSession(services, phone.caller, login.session);
    const { owed, devices } = await exportUser(services, alice);
    const of = (kind: string) =>
      owed.find((one) => one['kind'] === kind && one['sessionId'] === login.session.sessionId);
    assert.deepEqual(of('force_logout')?.['pushToken'], { kind: 'token', value: 'push-galaxy-1' });
    assert.ok(!JSON.stringify(devices).includes('push-galaxy-1'));
    await signOut(services, phone.caller);
    const after = await exportUser(services, alice);
    const addresses = after.owed.map((one) => one['ip']).filter((ip) => ip !== undefined);
    assert.deepEqual([...new Set(addresses)], ['77.88.55.242']);
    assert.ok(!JSON.stringify(after.devices).includes('77.88.55.242'));
  });

  it('gives the push token that is still to be taken from other accounts, also once its device has signed out', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const next = await register(services, 'iphone-1', undefined, again(phone));
    await signOut(services, next.caller);
    const kept = outboxOf(services).map((entry) => 'pushToken' in entry && entry.pushToken.value);
    assert.ok(kept.includes('push-iphone-1'));
    const { owed, devices } = await exportUser(services, alice);
    assert.ok(!JSON.stringify(devices).includes('push-iphone-1'));
    assert.ok(JSON.stringify(owed).includes('push-iphone-1'));
    const { installation } = deviceOf(services, next.session.sessionId)!;
    assert.ok(!JSON.stringify(owed).includes(installation));
  });

  it('gives the session that ran out and waits for its answer', async () => {
    const services = testServices(living('30d/365d,WEB:12h/7d'));
    await register(services, 'iphone-1');
    services.pass({ seconds: 1 });
    const web = await register(services, 'browser-1', undefined, { deviceType: 'WEB' });
    services.pass({ hours: 13 });
    await register(services, 'tablet-1');
    const { devices } = await exportUser(services, alice);
    const ids = devices.map(({ session }) => (session as { sessionId?: string })?.sessionId);
    assert.ok(ids.includes(web.session.sessionId));
  });
});

describe('eraseUser', () => {
  it('logs the devices out, then leaves nothing of the user, and everything of others', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    await register(services, 'other-1', signInNow(services, 'bob'));
    await eraseUser(services, alice);
    assert.deepEqual(pushesOf(services), ['force_logout push-iphone-1']);
    const { account, ...rest } = await services.sessions.findAllOf(alice);
    assert.deepEqual(rest, { sessions: [], events: [] });
    assert.doesNotMatch(JSON.stringify(account), /alice/);
    assert.equal((await services.sessions.findAllOf(bob)).sessions.length, 1);
    await eraseUser(services, alice);
    assert.equal(services.sent.length, 1);
  });
});
