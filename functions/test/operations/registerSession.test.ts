import assert from 'node:assert/strict';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { registerSession } from '../../src/operations/registerSession.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, carrying, describeDevice, register, signInNow } from '../doubles/device.ts';
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

  it('confirms who comes when the account is past its time, though nobody has deleted it', async () => {
    for (const [days, isFirst] of [
      [59, false],
      [60, true],
    ] as const) {
      const services = testServices();
      await register(services, 'iphone-1');
      services.pass({ days });
      assert.equal((await register(services, 'galaxy-1')).session.confirmed, isFirst);
    }
  });

  it('refuses a sign-in older than SIGN_IN_MAX_AGE_SECONDS, and asks nobody about it', async () => {
    const services = testServices();
    const signIn = signInNow(services);
    services.pass({ seconds: 600 });
    await register(services, 'iphone-1', signIn);
    services.pass({ seconds: 1 });
    await assert.rejects(
      register(services, 'iphone-1', signIn),
      refused('recent_sign_in_required'),
    );
    assert.equal(services.lookedAt, 1);
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
});
