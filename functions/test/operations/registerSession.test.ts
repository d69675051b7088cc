import assert from 'node:assert/strict';
import { listSessions } from '../../src/operations/listSessions.ts';
import { registerSession } from '../../src/operations/registerSession.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { carrying, describeDevice, register, signInNow } from '../doubles/device.ts';
import { testServices } from '../doubles/services.ts';

const refused = (reason: string) => ({ name: 'SessionError', reason });

describe('registerSession', () => {
  it('answers with the session as its owner sees it and a custom token that names it', async () => {
    const services = testServices();
    const answer = await registerSession(
      services,
      { ...signInNow(services), ip: '77.88.55.242' },
      describeDevice('iphone-1'),
    );
    const { tokens, ...rest } = answer;
    assert.deepEqual(Object.keys(tokens).sort(), [
      'access_token',
      'expires_in',
      'refresh_token',
      'token_type',
    ]);
    const { sessionId, userId, deviceId } = await services.tokens.verifyAccessToken(
      tokens.access_token,
      services.now(),
    );
    assert.deepEqual(
      { sessionId, userId, deviceId },
      { sessionId: answer.session.sessionId, userId: 'alice', deviceId: 'iphone-1' },
    );
    assert.deepEqual(rest, {
      session: {
        sessionId: answer.session.sessionId,
        deviceName: 'Phone iphone-1',
        deviceType: 'ANDROID',
        platform: 'Android 15',
        appVersion: '1.0',
        location: null,
        lastActiveAt: '2026-03-01T12:00:00.000Z',
        createdAt: '2026-03-01T12:00:00.000Z',
        confirmed: true,
        isCurrentDevice: true,
      },
      customToken: `custom:alice:${answer.session.sessionId}:iphone-1`,
    });
  });

  it('opens no session when no custom token can be minted', async () => {
    const services = testServices();
    services.accounts.createCustomToken = () => Promise.reject(new Error('no role'));
    await assert.rejects(register(services, 'iphone-1'), /no role/);
    assert.equal(services.sessions.sessionsById.size, 0);
  });

  describe('confirmation', () => {
    it('confirms the first device and leaves a second one unconfirmed', async () => {
      const services = testServices();
      assert.equal((await register(services, 'iphone-1')).session.confirmed, true);
      assert.equal((await register(services, 'galaxy-1')).session.confirmed, false);
    });

    it('confirms a device on which the user had a confirmed session', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      await register(services, 'galaxy-1');
      await signOut(services, phone.caller);
      services.pass({ seconds: 1 });
      assert.equal((await register(services, 'iphone-1')).session.confirmed, true);
    });

    it('keeps a device known over many sign-ins with one marked record', async () => {
      const services = testServices();
      await register(services, 'iphone-1');
      for (let day = 0; day < 5; day += 1) {
        const again = await register(services, 'galaxy-1');
        services.pass({ days: 7 });
        await signOut(services, again.caller);
        services.pass({ days: 1 });
      }
      const { session } = await register(services, 'galaxy-1');
      assert.equal(session.confirmed, true);
      const marked = [...services.sessions.secretsById.values()].filter(
        ({ deviceId, deviceKnown }) => deviceId === 'galaxy-1' && deviceKnown,
      );
      assert.deepEqual(
        marked.map(({ sessionId }) => sessionId),
        [session.sessionId],
      );
    });

    it('does not know a device whose only session was closed unconfirmed', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      const thief = await register(services, 'galaxy-1');
      await revokeSession(services, phone.caller, thief.session);
      services.pass({ days: 8 });
      assert.equal((await register(services, 'galaxy-1')).session.confirmed, false);
    });

    it('confirms a session by age, and its device with it', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      const tablet = await register(services, 'tablet-1');
      services.pass({ days: 7 });
      const { sessions } = await listSessions(services, phone.caller);
      assert.deepEqual(
        sessions.map(({ confirmed }) => confirmed),
        [true, true],
      );
      await signOut(services, tablet.caller);
      services.pass({ seconds: 1 });
      assert.equal((await register(services, 'tablet-1')).session.confirmed, true);
    });

    it('does not confirm an unconfirmed device by registering it again', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      const thief = await register(services, 'galaxy-1');
      await signOut(services, phone.caller);
      const again = await register(services, 'galaxy-1', carrying(thief.signIn, thief.caller));
      assert.equal(again.session.confirmed, false);
    });

    it('knows a device for its own user only', async () => {
      const services = testServices();
      await register(services, 'iphone-1', signInNow(services, 'alice'));
      await register(services, 'laptop-1', signInNow(services, 'bob'));
      const { session } = await register(services, 'iphone-1', signInNow(services, 'bob'));
      assert.equal(session.confirmed, false);
    });
  });

  describe('a device that already has a session', () => {
    it('gets a new one, and the old one is replaced without a push', async () => {
      const services = testServices();
      const first = await register(services, 'iphone-1');
      const second = await register(services, 'iphone-1');
      const old = services.sessions.sessionsById.get(first.session.sessionId);
      assert.equal(old?.revokedReason, 'replaced');
      assert.deepEqual(services.sent, []);
      const { sessions } = await listSessions(services, second.caller);
      assert.equal(sessions.length, 1);
    });

    it('keeps the age of its sign-in, so that no session outlives MAX_DAYS', async () => {
      const services = testServices({ maxDays: 40 });
      const first = await register(services, 'iphone-1');
      services.pass({ days: 29 });
      const second = await register(services, 'iphone-1', carrying(first.signIn, first.caller));
      assert.equal(second.session.createdAt, first.session.createdAt);
      services.pass({ days: 11 });
      await assert.rejects(listSessions(services, second.caller), refused('session_expired'));
    });

    it('counts a new sign-in on it as a new session from now', async () => {
      const services = testServices();
      const first = await register(services, 'iphone-1');
      services.pass({ days: 3 });
      const second = await register(services, 'iphone-1');
      assert.notEqual(second.session.createdAt, first.session.createdAt);
    });

    it('does not touch another user on the same device', async () => {
      const services = testServices();
      const alice = await register(services, 'shared-1', signInNow(services, 'alice'));
      await register(services, 'shared-1', signInNow(services, 'bob'));
      assert.equal((await listSessions(services, alice.caller)).sessions.length, 1);
    });
  });

  describe('the limit', () => {
    it('ends the least recently active session and leaves its logout to the trigger', async () => {
      const services = testServices({ maxSessions: 2 });
      const oldest = await register(services, 'device-01');
      services.pass({ seconds: 400 });
      const newer = await register(services, 'device-02');
      services.pass({ seconds: 400 });
      await updateSession(services, oldest.caller, {});
      const { session } = await register(services, 'device-03');
      const ended = services.sessions.sessionsById.get(newer.session.sessionId);
      assert.equal(ended?.revokedReason, 'limit');
      assert.deepEqual(
        services.sessions.secretsById.get(session.sessionId)?.evicted.map((one) => one.sessionId),
        [newer.session.sessionId],
      );
      assert.deepEqual(services.sent, []);
    });

    it('makes room by what has expired before it ends what is live', async () => {
      const services = testServices({ maxSessions: 2 });
      const expired = await register(services, 'device-01');
      services.pass({ days: 20 });
      const live = await register(services, 'device-02');
      services.pass({ days: 11 });
      await register(services, 'device-03');
      const { sessionsById } = services.sessions;
      assert.equal(sessionsById.get(expired.session.sessionId)?.revokedReason, 'expired');
      assert.equal(sessionsById.get(live.session.sessionId)?.revoked, false);
    });
  });

  describe('which sign-ins may open a session', () => {
    it('refuses one older than SIGN_IN_MAX_AGE_SECONDS', async () => {
      const services = testServices();
      const signIn = signInNow(services);
      services.pass({ seconds: 600 });
      await register(services, 'iphone-1', signIn);
      services.pass({ seconds: 1 });
      await assert.rejects(
        register(services, 'iphone-1', signIn),
        refused('recent_sign_in_required'),
      );
    });

    for (const deviceId of ['galaxy-1', 'galaxy-2']) {
      it(`refuses a closed device its own sign-in, as ${deviceId}`, async () => {
        const services = testServices();
        const phone = await register(services, 'iphone-1');
        services.pass({ seconds: 5 });
        const thief = await register(services, 'galaxy-1');
        await revokeSession(services, phone.caller, thief.session);
        await assert.rejects(
          register(services, deviceId, thief.signIn),
          refused('recent_sign_in_required'),
        );
        services.pass({ seconds: 1 });
        assert.equal((await register(services, 'galaxy-1')).session.confirmed, false);
      });
    }

    it('refuses the earlier sign-in of a device closed after it signed in twice', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      services.pass({ seconds: 5 });
      const first = await register(services, 'galaxy-1');
      services.pass({ seconds: 5 });
      const second = await register(services, 'galaxy-1');
      await revokeSession(services, phone.caller, second.session);
      await assert.rejects(
        register(services, 'galaxy-1', first.signIn),
        refused('recent_sign_in_required'),
      );
    });

    it('refuses the sign-in of a session that was continued and then closed', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      services.pass({ seconds: 5 });
      const first = await register(services, 'galaxy-1');
      const second = await register(services, 'galaxy-1', {
        ...carrying(first.signIn, first.caller),
        signedInAt: new Date(services.now().getTime() + 1000),
      });
      await revokeSession(services, phone.caller, second.session);
      await assert.rejects(
        register(services, 'galaxy-1', first.signIn),
        refused('recent_sign_in_required'),
      );
    });

    it('refuses a closed device its ID token refreshed with the time of its custom-token sign-in', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      services.pass({ seconds: 5 });
      const thief = await register(services, 'galaxy-1');
      services.pass({ seconds: 2 });
      const refreshed = { ...signInNow(services), refreshed: true };
      services.pass({ seconds: 60 });
      await revokeSession(services, phone.caller, thief.session);
      await assert.rejects(
        register(services, 'galaxy-1', refreshed),
        refused('recent_sign_in_required'),
      );
      await register(services, 'galaxy-1', { ...refreshed, refreshed: false });
    });

    it('refuses the sign-in of a session that has expired', async () => {
      const services = testServices({ idleDays: 1, signInMaxAgeSeconds: 30 * 86_400 });
      const { signIn } = await register(services, 'iphone-1');
      services.pass({ days: 1 });
      await assert.rejects(
        register(services, 'iphone-1', signIn),
        refused('recent_sign_in_required'),
      );
    });

    it('refuses the sign-in of an expired session whose document is already deleted', async () => {
      const services = testServices({ idleDays: 1, signInMaxAgeSeconds: 30 * 86_400 });
      const { signIn, session } = await register(services, 'iphone-1');
      services.pass({ days: 1 });
      services.sessions.sessionsById.delete(session.sessionId);
      await assert.rejects(
        register(services, 'iphone-1', signIn),
        refused('recent_sign_in_required'),
      );
      services.pass({ days: 1 });
      await register(services, 'iphone-1');
      assert.equal(services.sessions.secretsById.get(session.sessionId)?.state, 'closed');
    });

    it('takes the same sign-in again where its session was only replaced', async () => {
      const services = testServices();
      const first = await register(services, 'iphone-1');
      await register(services, 'iphone-1', first.signIn);
      const third = await register(services, 'iphone-1', first.signIn);
      assert.equal((await listSessions(services, third.caller)).sessions.length, 1);
    });

    it('lets two devices that signed in within one second both work', async () => {
      const services = testServices();
      const signIn = signInNow(services);
      const one = await register(services, 'iphone-1', signIn);
      const two = await register(services, 'iphone-2', signIn);
      assert.equal((await listSessions(services, one.caller)).sessions.length, 2);
      assert.equal((await listSessions(services, two.caller)).sessions.length, 2);
    });

    it('refuses the token of a closed session with session_revoked', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      const thief = await register(services, 'galaxy-1');
      await revokeSession(services, phone.caller, thief.session);
      await assert.rejects(
        register(services, 'galaxy-1', carrying(thief.signIn, thief.caller)),
        refused('session_revoked'),
      );
    });

    it('refuses the token of an expired session with session_expired', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      services.pass({ days: 30 });
      await assert.rejects(
        register(services, 'iphone-1', carrying(phone.signIn, phone.caller)),
        refused('session_expired'),
      );
    });

    it('refuses a live session of another device, and a foreign one', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      const carried = carrying(phone.signIn, phone.caller);
      await assert.rejects(
        register(services, 'galaxy-1', carried),
        refused('recent_sign_in_required'),
      );
      await assert.rejects(
        register(services, 'iphone-1', { ...carried, userId: 'bob' }),
        refused('session_expired'),
      );
      assert.equal((await listSessions(services, phone.caller)).sessions.length, 1);
    });

    it('bounds the sign-ins that one device may pile up', async () => {
      const services = testServices();
      const register100 = async () => {
        for (let count = 0; count < 100; count += 1) {
          await register(services, 'iphone-1');
          services.pass({ seconds: 1 });
        }
      };
      await register100();
      await assert.rejects(register(services, 'iphone-1'), refused('rate_limited'));
    });
  });

  it('takes a push token away from the older session that had it', async () => {
    const services = testServices();
    const pushToken = { kind: 'token' as const, value: 'same-installation' };
    const old = await register(services, 'browser-1', signInNow(services), { pushToken });
    await register(services, 'browser-2', signInNow(services), { pushToken });
    assert.equal(services.sessions.secretsById.get(old.session.sessionId)?.pushToken, null);
  });
});
