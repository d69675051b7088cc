import assert from 'node:assert/strict';
import { listSessions } from '../../src/operations/listSessions.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { deviceOf, openOf } from '../doubles/lookInside.ts';
import { living } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const refused = (reason: string) => ({ name: 'SessionError', reason });

/** What is stored, to show that a refused call changed nothing. */
const stored = ({ sessions }: TestServices) => structuredClone(sessions.content);

describe('revokeSession', () => {
  it('ends the session, forgets its push token and tells its device', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    assert.deepEqual(await revokeSession(services, phone.caller, session), {
      sessionId: session.sessionId,
      revoked: true,
    });
    const ended = services.sessions.content.views.get(session.sessionId);
    assert.equal(ended?.revokedReason, 'user');
    assert.deepEqual(ended?.revokedAt, services.now());
    assert.deepEqual(ended?.deleteAt, new Date('2026-03-31T12:00:00Z'));
    assert.equal(deviceOf(services, session.sessionId)?.pushToken, null);
    assert.deepEqual(
      services.sent.map(({ kind, sessionId, message }) => ({ kind, sessionId, to: message.token })),
      [{ kind: 'force_logout', sessionId: session.sessionId, to: 'push-galaxy-1' }],
    );
  });

  it('refuses every further call of the closed device with session_revoked', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session, caller } = await register(services, 'galaxy-1');
    await revokeSession(services, phone.caller, session);
    const before = stored(services);
    for (const call of [
      () => listSessions(services, caller),
      () => revokeSession(services, caller, phone.session),
      () => revokeOtherSessions(services, caller),
      () => updateSession(services, caller, { deviceName: 'Mine' }),
    ]) {
      await assert.rejects(call(), refused('session_revoked'));
    }
    assert.deepEqual(await signOut(services, caller), {});
    assert.deepEqual(stored(services), before);
  });

  it('succeeds without a second push when the session is already closed', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    await revokeSession(services, phone.caller, session);
    await revokeSession(services, phone.caller, session);
    assert.equal(services.sent.length, 1);
  });

  it('succeeds without a push when the session has expired', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    services.pass({ days: 29 });
    await updateSession(services, phone.caller, {});
    services.pass({ days: 2 });
    await revokeSession(services, phone.caller, session);
    assert.deepEqual(services.sent, []);
    const { sessions } = await listSessions(services, phone.caller, { includeEnded: true });
    assert.deepEqual(
      sessions.map((one) => 'revokedReason' in one && one.revokedReason),
      [null, 'expired'],
    );
  });

  it('answers alike for a missing session and another user’s', async () => {
    const services = testServices();
    const { caller } = await register(services, 'iphone-1');
    const bob = await register(services, 'laptop-1', signInNow(services, 'bob'));
    const before = stored(services);
    for (const sessionId of [bob.session.sessionId, 'x'.repeat(22)]) {
      await assert.rejects(
        revokeSession(services, caller, { sessionId }),
        refused('session_not_found'),
      );
    }
    assert.deepEqual(stored(services), before);
  });

  it('refuses the session in use', async () => {
    const services = testServices();
    const { caller, session } = await register(services, 'iphone-1');
    await assert.rejects(revokeSession(services, caller, session), refused('current_session'));
  });

  it('refuses a caller whose token names another device or another user’s session', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    for (const forged of [
      { ...phone.caller, deviceHashes: ['of another device'] },
      { ...phone.caller, userId: 'bob' },
    ]) {
      await assert.rejects(revokeSession(services, forged, session), refused('session_expired'));
      await assert.rejects(listSessions(services, forged), refused('session_expired'));
    }
  });

  it('closes the session that has replaced the one shown', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const shown = await register(services, 'galaxy-1');
    const successor = await register(services, 'galaxy-1', shown.signIn, again(shown));
    await revokeSession(services, phone.caller, shown.session);
    await assert.rejects(listSessions(services, successor.caller), refused('session_revoked'));
    assert.deepEqual(
      services.sent.map(({ sessionId }) => sessionId),
      [successor.session.sessionId],
    );
  });

  it('never closes the device in hand through an older session of it', async () => {
    const services = testServices();
    const old = await register(services, 'iphone-1');
    const phone = await register(services, 'iphone-1', signInNow(services), again(old));
    await revokeSession(services, phone.caller, old.session);
    assert.equal((await listSessions(services, phone.caller)).sessions.length, 1);
  });

  it('does not fail when the push does', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    services.outcome = new Error('secret push-galaxy-1');
    await revokeSession(services, phone.caller, session);
    assert.equal(services.logged.length, 1);
    assert.doesNotMatch(JSON.stringify(services.logged), /push-galaxy-1/);
  });
});

describe('revokeOtherSessions', () => {
  it('ends all but the one in use and tells each device', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    await register(services, 'galaxy-1');
    await register(services, 'tablet-1', signInNow(services), { pushToken: null });
    const bob = await register(services, 'laptop-1', signInNow(services, 'bob'));
    assert.deepEqual(await revokeOtherSessions(services, phone.caller), { revokedCount: 2 });
    assert.deepEqual(
      services.sent.map(({ message }) => message.token),
      ['push-galaxy-1'],
    );
    assert.equal((await listSessions(services, phone.caller)).sessions.length, 1);
    assert.equal((await listSessions(services, bob.caller)).sessions.length, 1);
  });

  it('does not count what is already over', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    await register(services, 'galaxy-1');
    services.pass({ days: 29 });
    await updateSession(services, phone.caller, {});
    services.pass({ days: 1 });
    assert.deepEqual(await revokeOtherSessions(services, phone.caller), { revokedCount: 0 });
    assert.deepEqual(services.sent, []);
  });
});

describe('signOut', () => {
  it('ends the session in use and pushes nothing', async () => {
    const services = testServices();
    const { caller, session } = await register(services, 'iphone-1');
    assert.deepEqual(await signOut(services, caller), {});
    const ended = services.sessions.content.views.get(session.sessionId);
    assert.equal(ended?.revokedReason, 'sign_out');
    assert.deepEqual(services.sent, []);
    assert.deepEqual(await signOut(services, caller), {});
  });

  it('keeps the device known, unless it is to be forgotten', async () => {
    for (const forget of [false, true]) {
      const services = testServices();
      const first = await register(services, 'iphone-1');
      await register(services, 'tablet-1');
      await signOut(services, first.caller, { forget });
      services.pass({ seconds: 1 });
      const { session } = await register(services, 'iphone-1', signInNow(services), again(first));
      assert.equal(session.confirmed, !forget);
    }
  });
});

describe('listSessions', () => {
  it('shows the current one first, then unconfirmed ones, then the most recently active', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const older = await register(services, 'tablet-1');
    services.pass({ days: 7 });
    const newer = await register(services, 'laptop-1');
    services.pass({ days: 7 });
    const unconfirmed = await register(services, 'galaxy-1');
    const { sessions } = await listSessions(services, phone.caller);
    assert.deepEqual(
      sessions.map(({ sessionId }) => sessionId),
      [phone, unconfirmed, newer, older].map(({ session }) => session.sessionId),
    );
    assert.deepEqual(
      sessions.map(({ isCurrentDevice }) => isCurrentDevice),
      [true, false, false, false],
    );
  });

  it('leaves out what has expired, whether or not Firestore has deleted it', async () => {
    const services = testServices();
    await register(services, 'galaxy-1');
    services.pass({ days: 29 });
    const phone = await register(services, 'iphone-1');
    assert.equal((await listSessions(services, phone.caller)).sessions.length, 2);
    services.pass({ days: 1 });
    assert.equal((await listSessions(services, phone.caller)).sessions.length, 1);
  });

  it('tells no device id, address, push token or other secret', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const [session] = (await listSessions(services, phone.caller)).sessions;
    assert.deepEqual(Object.keys(session ?? {}).sort(), [
      'appVersion',
      'confirmed',
      'createdAt',
      'deviceName',
      'deviceType',
      'expiresAt',
      'isCurrentDevice',
      'lastActiveAt',
      'location',
      'officialApp',
      'platform',
      'secondFactor',
      'sessionId',
      'signInProvider',
      'signals',
    ]);
  });
});

describe('updateSession', () => {
  it('writes what changed and answers with it', async () => {
    const services = testServices();
    const { caller } = await register(services, 'iphone-1');
    const { session } = await updateSession(services, caller, {
      deviceName: 'New name',
      appVersion: null,
      pushToken: { kind: 'token', value: 'fresh' },
      locale: 'de',
    });
    assert.equal(session.deviceName, 'New name');
    assert.equal(session.appVersion, null);
    assert.equal(session.platform, 'Android 15');
    const device = openOf(services, caller.sessionId);
    assert.equal(device.pushToken?.value, 'fresh');
    assert.equal(device.locale, 'de');
  });

  it('counts as activity once per interval, and slides the end with it', async () => {
    const services = testServices();
    const { caller } = await register(services, 'iphone-1');
    services.pass({ seconds: 299 });
    const early = await updateSession(services, caller, {});
    assert.equal(early.session.lastActiveAt, '2026-03-01T12:00:00.000Z');
    services.pass({ seconds: 1 });
    const late = await updateSession(services, caller, {});
    assert.equal(late.session.lastActiveAt, '2026-03-01T12:05:00.000Z');
    assert.deepEqual(
      services.sessions.content.views.get(caller.sessionId)?.expiresAt,
      new Date('2026-03-31T12:05:00Z'),
    );
  });

  it('never slides past the absolute end', async () => {
    const services = testServices(living('30d/40d'));
    const { caller } = await register(services, 'iphone-1');
    for (const days of [20, 19]) {
      services.pass({ days });
      await updateSession(services, caller, {});
    }
    assert.deepEqual(
      services.sessions.content.views.get(caller.sessionId)?.expiresAt,
      new Date('2026-04-10T12:00:00Z'),
    );
    services.pass({ days: 1 });
    await assert.rejects(updateSession(services, caller, {}), refused('session_expired'));
  });

  it('stores that a session has come of age', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    const { caller } = await register(services, 'tablet-1');
    services.pass({ days: 7 });
    await updateSession(services, caller, {});
    assert.equal(services.sessions.content.views.get(caller.sessionId)?.confirmed, true);
    assert.equal(openOf(services, caller.sessionId).standing, 'known');
  });
});
