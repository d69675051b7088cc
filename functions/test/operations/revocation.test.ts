import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { listSessions } from '../../src/operations/listSessions.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { living } from '../doubles/limits.ts';
import { deviceOf, openOf, pushesOf, viewOf } from '../doubles/lookInside.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const refused = (reason: string) => ({ name: 'SessionError', reason });

/** What is stored, to show that a refused call changed nothing. */
const stored = ({ sessions }: TestServices) => structuredClone(sessions.content);

describe('revokeSession', () => {
  it('ends the session, forgets its push token and tells its device; once', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    const { sessionId } = session;
    for (const _ of ['at first', 'again']) {
      const answer = await revokeSession(services, phone.caller, session);
      assert.deepEqual(answer, { sessionId, revoked: true });
    }
    const { revokedReason, revokedAt, deleteAt } = viewOf(services, sessionId);
    assert.deepEqual(
      [revokedReason, revokedAt, deleteAt],
      ['user', services.now(), new Date('2026-03-31T12:00:00Z')],
    );
    assert.equal(deviceOf(services, sessionId)?.pushToken, null);
    assert.deepEqual(pushesOf(services), ['force_logout push-galaxy-1']);
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

  it('answers alike for a missing session and another user’s, and refuses the one in use', async () => {
    const services = testServices();
    const { caller, session } = await register(services, 'iphone-1');
    const bob = await register(services, 'laptop-1', signInNow(services, 'bob'));
    const before = stored(services);
    for (const [sessionId, reason] of [
      [bob.session.sessionId, 'session_not_found'],
      ['x'.repeat(22), 'session_not_found'],
      [session.sessionId, 'current_session'],
    ] as const) {
      await assert.rejects(revokeSession(services, caller, { sessionId }), refused(reason));
    }
    assert.deepEqual(stored(services), before);
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

  it('closes the session that has replaced the one shown, and tells that', async () => {
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

  it('does not fail when the push does', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    services.outcome = new Error('secret push-galaxy-1');
    await revokeSession(services, phone.caller, session);
    assert.equal(services.logged.length, 1);
    assert.doesNotMatch(JSON.stringify(services.logged), /push-galaxy-1/);
  });

  it('waits for the push for two and a half seconds at most', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    services.pushes.send = async () => {
      resolve();
      return await new Promise<never>(() => {});
    };
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const answer = revokeSession(services, phone.caller, session);
      await begun;
      mock.timers.tick(2500);
      await answer;
    } finally {
      mock.timers.reset();
    }
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
    assert.deepEqual(pushesOf(services), ['force_logout push-galaxy-1']);
    assert.equal((await listSessions(services, phone.caller)).sessions.length, 1);
    assert.equal((await listSessions(services, bob.caller)).sessions.length, 1);
  });
});

describe('signOut', () => {
  it('ends the session in use and pushes nothing; its device stays known, unless it is to be forgotten', async () => {
    for (const forget of [false, true]) {
      const services = testServices();
      const first = await register(services, 'iphone-1');
      await register(services, 'tablet-1');
      for (const _ of ['at first', 'again']) {
        assert.deepEqual(await signOut(services, first.caller, { forget }), {});
      }
      assert.equal(viewOf(services, first.session.sessionId).revokedReason, 'sign_out');
      assert.deepEqual(services.sent, []);
      services.pass({ seconds: 1 });
      const { session } = await register(services, 'iphone-1', signInNow(services), again(first));
      assert.equal(session.confirmed, !forget);
    }
  });
});

describe('listSessions', () => {
  it('shows the current one first, then unconfirmed ones, then the most recently active, and no ended ones', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const older = await register(services, 'tablet-1');
    services.pass({ days: 7 });
    const newer = await register(services, 'laptop-1');
    services.pass({ days: 7 });
    const unconfirmed = await register(services, 'galaxy-1');
    services.pass({ hours: 1 });
    await updateSession(services, newer.caller, {});
    const list = async () => {
      const { sessions } = await listSessions(services, phone.caller);
      return sessions.map(({ sessionId, isCurrentDevice }) => [sessionId, isCurrentDevice]);
    };
    const all = [phone, unconfirmed, newer, older].map(({ session }) => [
      session.sessionId,
      session === phone.session,
    ]);
    assert.deepEqual(await list(), all);
    services.pass({ days: 15 });
    await updateSession(services, phone.caller, {});
    services.pass({ days: 1 });
    // Nobody has answered for a week.
    assert.deepEqual(await list(), [all[0], all[2], all[1]]);
  });

  it('tells no device id, address, push token or other secret', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const [session] = (await listSessions(services, phone.caller)).sessions;
    assert.deepEqual(Object.keys(session ?? {}).sort(), [
      ...['appVersion', 'confirmed', 'createdAt', 'deviceName', 'deviceType', 'expiresAt'],
      ...['isCurrentDevice', 'lastActiveAt', 'location', 'officialApp', 'platform'],
      ...['secondFactor', 'sessionId', 'signInProvider', 'signals'],
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
    const { deviceName, appVersion, platform } = session;
    assert.deepEqual([deviceName, appVersion, platform], ['New name', null, 'Android 15']);
    const { pushToken, locale } = openOf(services, caller.sessionId);
    assert.deepEqual([pushToken?.value, locale], ['fresh', 'de']);
  });

  it('counts as activity once per interval, and never slides past the absolute end', async () => {
    const services = testServices(living('30d/40d'));
    const { caller } = await register(services, 'iphone-1');
    services.pass({ seconds: 299 });
    const early = await updateSession(services, caller, {});
    assert.equal(early.session.lastActiveAt, '2026-03-01T12:00:00.000Z');
    services.pass({ seconds: 1 });
    const late = await updateSession(services, caller, {});
    assert.equal(late.session.lastActiveAt, '2026-03-01T12:05:00.000Z');
    const end = () => viewOf(services, caller.sessionId).expiresAt;
    assert.deepEqual(end(), new Date('2026-03-31T12:05:00Z'));
    services.pass({ days: 29 });
    await updateSession(services, caller, {});
    assert.deepEqual(end(), new Date('2026-04-10T12:00:00Z'));
    services.pass({ days: 11 });
    await assert.rejects(updateSession(services, caller, {}), refused('session_expired'));
  });
});
