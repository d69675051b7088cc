import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { registerSession } from '../../src/operations/registerSession.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, carrying, describeDevice, register, signInNow } from '../doubles/device.ts';
import { accountOf, outboxOf } from '../doubles/lookInside.ts';
import { limitedTo, living } from '../doubles/limits.ts';
import { testServices } from '../doubles/services.ts';

const refused = (reason: string) => ({ name: 'SessionError', reason });
/** What an installation shows that has a session: its device token and that session's refresh token. */
const showing = (device: RegisteredDevice) => ({
  ...again(device),
  refreshToken: device.tokens.refresh_token,
});

describe('registerSession', () => {
  it('answers with the session as its owner sees it and a custom token that names it', async () => {
    const services = testServices();
    const answer = await registerSession(
      services,
      { ...signInNow(services), ip: '77.88.55.242', officialApp: 'app-1' },
      describeDevice('iphone-1'),
    );
    const { tokens, deviceToken, ...rest } = answer;
    assert.notEqual(await services.tokens.parseDeviceToken(deviceToken), null);
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
        expiresAt: '2026-03-31T12:00:00.000Z',
        confirmed: true,
        signals: [],
        isCurrentDevice: true,
        signInProvider: 'password',
        secondFactor: false,
        officialApp: 'app-1',
      },
      customToken: `custom:alice:${answer.session.sessionId}:iphone-1`,
    });
  });

  it('opens no session when no custom token can be minted', async () => {
    const services = testServices();
    services.accounts.createCustomToken = () => Promise.reject(new Error('no role'));
    await assert.rejects(register(services, 'iphone-1'), /no role/);
    assert.equal(services.sessions.content.views.size, 0);
  });

  describe('confirmation', () => {
    it('confirms the first device and leaves a second one unconfirmed', async () => {
      const services = testServices();
      assert.equal((await register(services, 'iphone-1')).session.confirmed, true);
      assert.equal((await register(services, 'galaxy-1')).session.confirmed, false);
    });

    it('goes on knowing it for ever after a roll-out, one sign-in a day', async () => {
      const services = testServices({ rollOutAt: new Date('2026-02-28T00:00:00Z') });
      let phone = await register(services, 'iphone-1');
      for (let day = 1; day <= 120; day += 1) {
        services.pass({ days: 1 });
        phone = await register(services, 'iphone-1', signInNow(services), showing(phone));
      }
      assert.equal(phone.session.confirmed, true);
    });

    it('knows an installation by its device token, also across many sign-ins', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      let tablet = await register(services, 'tablet-1');
      services.pass({ days: 7 });
      for (let count = 0; count < 5; count += 1) {
        await signOut(services, tablet.caller);
        services.pass({ days: 1 });
        tablet = await register(services, 'tablet-1', signInNow(services), again(tablet));
        assert.equal(tablet.session.confirmed, true);
      }
      const devices = Object.values(accountOf(services).devices);
      assert.deepEqual(
        devices.map(({ standing, session }) => [standing, session?.sessionId]),
        [phone, tablet].map(({ session }) => ['known', session.sessionId]),
      );
    });

    it('knows nobody by a device id, nor by a device token of its own making', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      await signOut(services, phone.caller);
      services.pass({ seconds: 1 });
      const forged = `${phone.deviceToken.split('.')[0]}.${'A'.repeat(43)}`;
      for (const deviceToken of [null, forged, 'rubbish']) {
        const { session } = await register(services, 'iphone-1', signInNow(services), {
          deviceToken,
        });
        assert.equal(session.confirmed, false, String(deviceToken));
      }
    });

    it('never gives the owner’s device token to who knows his device id', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      const thief = await register(services, 'iphone-1');
      assert.notEqual(thief.deviceToken, phone.deviceToken);
      assert.equal((await listSessions(services, phone.caller)).sessions.length, 2);
    });

    it('knows a device for its own user only, which names the installation all the same', async () => {
      const services = testServices();
      const alice = await register(services, 'iphone-1');
      await register(services, 'laptop-1', signInNow(services, 'bob'));
      const bob = await register(services, 'iphone-1', signInNow(services, 'bob'), again(alice));
      assert.equal(bob.session.confirmed, false);
      assert.equal(bob.deviceToken, alice.deviceToken);
      assert.equal((await listSessions(services, alice.caller)).sessions.length, 1);
    });

    for (const close of ['user', 'forgotten at sign-out'] as const) {
      it(`does not know a device that was closed (${close}), and gives it a new token`, async () => {
        const services = testServices();
        const phone = await register(services, 'iphone-1');
        const tablet = await register(services, 'tablet-1');
        services.pass({ days: 7 });
        if (close === 'user') await revokeSession(services, phone.caller, tablet.session);
        else await signOut(services, tablet.caller, { forget: true });
        services.pass({ seconds: 1 });
        for (let count = 0; count < 2; count += 1) {
          const back = await register(services, 'tablet-1', signInNow(services), again(tablet));
          assert.equal(back.session.confirmed, false);
          assert.notEqual(back.deviceToken, tablet.deviceToken);
        }
      });
    }
  });

  describe('a device that already has a session', () => {
    it('gets a new one, and the old one is replaced without a push', async () => {
      const services = testServices();
      const first = await register(services, 'iphone-1');
      const second = await register(services, 'iphone-1', signInNow(services), showing(first));
      const old = services.sessions.content.views.get(first.session.sessionId);
      assert.equal(old?.revokedReason, 'replaced');
      assert.deepEqual(services.sent, []);
      assert.equal((await listSessions(services, second.caller)).sessions.length, 1);
    });

    it('begins a new lifetime with a new sign-in on a confirmed device', async () => {
      const services = testServices(living('30d/40d'));
      const first = await register(services, 'iphone-1');
      services.pass({ days: 29 });
      const second = await register(services, 'iphone-1', signInNow(services), showing(first));
      assert.equal(second.session.createdAt, services.now().toISOString());
      services.pass({ days: 11 });
      await listSessions(services, second.caller);
    });

    it('does not begin an unconfirmed one’s week again', async () => {
      const services = testServices();
      await register(services, 'iphone-1');
      const thief = await register(services, 'galaxy-1');
      services.pass({ days: 3 });
      const back = await register(services, 'galaxy-1', signInNow(services), again(thief));
      assert.equal(back.session.createdAt, thief.session.createdAt);
      assert.equal(back.session.confirmed, false);
    });
  });

  describe('the limit', () => {
    it('ends the least recently active session and leaves its logout to the trigger', async () => {
      const services = testServices(limitedTo('2'));
      const phone = await register(services, 'device-01');
      services.pass({ seconds: 400 });
      const newer = await register(services, 'device-02');
      services.pass({ days: 7 });
      await updateSession(services, phone.caller, {});
      await signOut(services, phone.caller);
      services.pass({ seconds: 400 });
      await register(services, 'device-03');
      services.pass({ seconds: 400 });
      await register(services, 'device-01', signInNow(services), again(phone));
      const { views } = services.sessions.content;
      const ended = [...views.values()].filter((one) => one.revokedReason === 'limit');
      assert.equal(ended.length, 1);
      assert.notEqual(ended[0]?.sessionId, newer.session.sessionId);
      const logouts = outboxOf(services).filter(({ kind }) => kind === 'force_logout');
      assert.equal(logouts.length, 1);
      assert.deepEqual(services.sent, []);
    });

    it('makes room by what has expired before it ends what is live', async () => {
      const services = testServices(limitedTo('2'));
      const expired = await register(services, 'device-01');
      services.pass({ days: 20 });
      const live = await register(services, 'device-02');
      services.pass({ days: 11 });
      await register(services, 'device-01', signInNow(services), again(expired));
      const { views } = services.sessions.content;
      assert.equal(views.get(expired.session.sessionId)?.revokedReason, 'expired');
      assert.equal(views.get(live.session.sessionId)?.revoked, false);
    });
  });

  it('refuses the eleventh new device of an hour, and no known one', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    for (let count = 0; count < 10; count += 1) await register(services, `galaxy-${count}`);
    const before = services.sessions.content.views.size;
    await assert.rejects(register(services, 'galaxy-x'), refused('rate_limited'));
    assert.equal(services.sessions.content.views.size, before);
    await register(services, 'iphone-1', signInNow(services), again(phone));
    services.pass({ hours: 1 });
    await register(services, 'galaxy-x');
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
      const second = await register(services, 'galaxy-1', signInNow(services), again(first));
      await revokeSession(services, phone.caller, second.session);
      await assert.rejects(
        register(services, 'galaxy-1', first.signIn),
        refused('recent_sign_in_required'),
      );
    });

    it('refuses the sign-in of a session that was replaced by its refresh token and then closed', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      services.pass({ seconds: 5 });
      const first = await register(services, 'galaxy-1');
      services.pass({ seconds: 5 });
      const second = await register(services, 'galaxy-1', signInNow(services), showing(first));
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
      const services = testServices({ ...living('1d/365d'), signInMaxAgeSeconds: 30 * 86_400 });
      const { signIn } = await register(services, 'iphone-1');
      services.pass({ days: 1 });
      await assert.rejects(
        register(services, 'iphone-1', signIn),
        refused('recent_sign_in_required'),
      );
    });

    it('takes the same sign-in again where its session was only replaced', async () => {
      const services = testServices();
      const first = await register(services, 'iphone-1');
      await register(services, 'iphone-1', first.signIn, again(first));
      const third = await register(services, 'iphone-1', first.signIn, again(first));
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
        register(services, 'galaxy-1', carrying(thief.signIn, thief.caller), showing(thief)),
        refused('session_revoked'),
      );
    });

    it('refuses the token of an expired session with session_expired', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      services.pass({ days: 30 });
      await assert.rejects(
        register(services, 'iphone-1', carrying(phone.signIn, phone.caller), showing(phone)),
        refused('session_expired'),
      );
    });

    it('refuses a live session’s ID token, whatever it shows, and lets the session go on', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      const usedUp = phone.tokens.refresh_token;
      const previous = await refreshTokens(services, usedUp);
      services.pass({ seconds: 1 });
      const current = await refreshTokens(services, previous.refresh_token);
      services.pass({ hours: 1 });
      const carried = carrying(phone.signIn, phone.caller);
      const attempt = 'one-sign-in-of-this-app';
      for (const refreshToken of [
        ...[usedUp, previous.refresh_token, current.refresh_token, 'forged', null],
      ]) {
        for (const deviceToken of [phone.deviceToken, null]) {
          for (const signedInAt of [phone.signIn.signedInAt, services.now()]) {
            const shown = { refreshToken, deviceToken, attempt };
            await assert.rejects(
              register(services, 'iphone-1', { ...carried, signedInAt }, shown),
              refused('session_open'),
            );
          }
        }
      }
      assert.equal((await listSessions(services, phone.caller)).sessions.length, 1);
      await refreshTokens(services, current.refresh_token);
      assert.deepEqual(services.sent, []);
      assert.equal(services.minted, 1);
    });

    it('refuses the ID token of another device, or another user, as that of no session', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      const carried = carrying(phone.signIn, phone.caller);
      const elsewhere = carrying(phone.signIn, {
        ...phone.caller,
        deviceId: 'galaxy-1',
        deviceHashes: await services.tokens.hashDevice(phone.caller.sessionId, 'galaxy-1'),
      });
      for (const foreign of [
        elsewhere,
        { ...carried, userId: 'bob' },
        { ...carried, tenantId: 'tenant-1' },
      ]) {
        await assert.rejects(
          register(services, 'iphone-1', foreign, showing(phone)),
          refused('session_expired'),
        );
      }
    });

    it('bounds the registrations of one device in an hour, which keeps out no other', async () => {
      const services = testServices();
      const { deviceToken } = await register(services, 'iphone-1');
      const signInAgain = () => {
        services.pass({ seconds: 1 });
        return register(services, 'iphone-1', signInNow(services), { deviceToken });
      };
      for (let count = 1; count < 60; count += 1) await signInAgain();
      await assert.rejects(signInAgain(), refused('rate_limited'));
      await register(services, 'iphone-2');
      services.pass({ hours: 1 });
      await signInAgain();
    });

    it('ends a session whose used-up refresh token is shown, tells everybody, and knows nobody by it', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      const laptop = await register(services, 'laptop-1');
      await answerLogin(services, phone.caller, { ...laptop.caller, wasMe: true });
      const { refresh_token: next } = await refreshTokens(services, laptop.tokens.refresh_token);
      services.pass({ seconds: 1 });
      await refreshTokens(services, next);
      services.pass({ seconds: 30 });
      services.sent.length = 0;
      const thief = await register(services, 'thief-1', signInNow(services), showing(laptop));
      assert.equal(thief.session.confirmed, false);
      assert.notEqual(thief.deviceToken, laptop.deviceToken);
      await assert.rejects(listSessions(services, laptop.caller), {
        ...refused('session_revoked'),
        details: { revokedReason: 'token_reuse' },
      });
      await deliverForUser(services, phone.caller);
      assert.deepEqual(
        services.sent.map(({ kind, message }) => `${kind} ${message.token}`).sort(),
        ['force_logout push-laptop-1', 'login_alert push-iphone-1', 'security_alert push-iphone-1'],
      );
      const back = await register(services, 'laptop-1', signInNow(services), again(laptop));
      assert.equal(back.session.confirmed, false);
    });

    it('takes people who were signed in before ROLL_OUT_AT once, confirmed and silently', async () => {
      const services = testServices({ rollOutAt: new Date('2026-03-01T00:00:00Z') });
      const signedInAt = new Date('2026-01-01T00:00:00Z');
      const phone = await register(services, 'iphone-1', { ...signInNow(services), signedInAt });
      const old = { ...signInNow(services), signedInAt: new Date('2026-02-01T00:00:00Z') };
      const tablet = await register(services, 'tablet-1', old);
      assert.deepEqual([phone.session.confirmed, tablet.session.confirmed], [true, true]);
      await assert.rejects(register(services, 'thief-1', old), refused('recent_sign_in_required'));
      await signOut(services, tablet.caller);
      await assert.rejects(
        register(services, 'tablet-1', old, again(tablet)),
        refused('recent_sign_in_required'),
      );
    });
  });
});
