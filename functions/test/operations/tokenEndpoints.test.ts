import assert from 'node:assert/strict';
import { accountIdOf } from '../../src/domain/account/accountId.ts';
import { SessionError } from '../../src/errors.ts';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { introspectToken } from '../../src/operations/introspectToken.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { requireLiveSession } from '../../src/operations/requireLiveSession.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { revokeToken } from '../../src/operations/revokeToken.ts';
import { register, signInNow } from '../doubles/device.ts';
import { testServices } from '../doubles/services.ts';

const inactive = { active: false };
const refused = (reason: string) => ({ name: 'SessionError', reason });

describe('revokeToken', () => {
  it('ends the session of a refresh token, also one already used, and again without an error', async () => {
    const services = testServices();
    const { tokens } = await register(services, 'iphone-1');
    await refreshTokens(services, tokens.refresh_token);
    await revokeToken(services, tokens.refresh_token);
    await revokeToken(services, tokens.refresh_token);
    await assert.rejects(refreshTokens(services, tokens.refresh_token), {
      ...refused('session_revoked'),
      details: { revokedReason: 'sign_out' },
    });
  });

  it('changes nothing for an access token, which other APIs see, nor for what is no token of ours', async () => {
    const services = testServices();
    const { tokens, deviceToken } = await register(services, 'iphone-1');
    for (const token of [
      ...[tokens.access_token, deviceToken, `${tokens.refresh_token}x`, 'rubbish'],
    ]) {
      await revokeToken(services, token);
    }
    await refreshTokens(services, tokens.refresh_token);
  });
});

describe('introspectToken', () => {
  it('tells whose an access token is, of which session and device, and until when', async () => {
    const services = testServices();
    const { tokens, session } = await register(services, 'iphone-1');
    const answer = await introspectToken(services, tokens.access_token);
    assert.ok(answer.active);
    const { sub, sid, device_id, exp, token_type, iss, aud, client_id } = answer;
    assert.deepEqual([sub, sid, device_id], ['alice', session.sessionId, 'iphone-1']);
    assert.deepEqual([answer.tenant_id, answer.confirmed], [null, true]);
    assert.equal(exp, services.now().getTime() / 1000 + 600);
    assert.deepEqual(
      { token_type, iss, aud, client_id },
      { token_type: 'Bearer', iss: 'https://sessions.test', aud: 'demo', client_id: 'demo' },
    );
  });

  it('tells of a refresh token until when its session lives', async () => {
    const services = testServices();
    const { tokens, caller } = await register(services, 'iphone-1');
    const answer = await introspectToken(services, tokens.refresh_token, 'refresh_token');
    assert.ok(answer.active);
    assert.equal(answer.token_type, 'refresh_token');
    assert.equal(answer.sid, caller.sessionId);
    assert.equal(answer.exp, services.now().getTime() / 1000 + 30 * 86_400);
    services.pass({ days: 30 });
    assert.deepEqual(
      await introspectToken(services, tokens.refresh_token, 'refresh_token'),
      inactive,
    );
  });

  it('tells of either token the tenant and whether the session counts as its owner’s, as stored', async () => {
    const services = testServices();
    const signIn = () => signInNow(services, 'alice', 'tenant-1');
    const phone = await register(services, 'iphone-1', signIn());
    const newcomer = await register(services, 'galaxy-1', signIn());
    const standingOf = async ({ tokens }: typeof phone) =>
      await Promise.all(
        ([tokens.access_token, tokens.refresh_token] as const).map(async (token, at) => {
          const told = await introspectToken(services, token, at === 0 ? null : 'refresh_token');
          return told.active && [told.tenant_id, told.confirmed];
        }),
      );
    assert.deepEqual(await standingOf(phone), Array(2).fill(['tenant-1', true]));
    assert.deepEqual(await standingOf(newcomer), Array(2).fill(['tenant-1', false]));
    const { sessionId } = newcomer.session;
    await answerLogin(services, phone.caller, { sessionId, wasMe: true });
    assert.deepEqual(await standingOf(newcomer), Array(2).fill(['tenant-1', true]));
  });

  it('counts a session as its owner’s where a week has passed that nobody has written down', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    const { caller } = await register(services, 'galaxy-1');
    services.pass({ days: 7 });
    const token = await services.tokens.issueAccessToken(caller, 600, services.now());
    const told = await introspectToken(services, token);
    assert.ok(told.active && told.confirmed);
  });

  it('calls no token inactive because something does not answer', async () => {
    const services = testServices();
    const { tokens } = await register(services, 'iphone-1');
    services.sessions.findView = () => Promise.reject(new SessionError('unavailable'));
    await assert.rejects(introspectToken(services, tokens.access_token), {
      reason: 'unavailable',
    });
  });

  it('takes an access token with any hint, right or wrong', async () => {
    const services = testServices();
    const { tokens } = await register(services, 'iphone-1');
    const expected = await introspectToken(services, tokens.access_token);
    assert.ok(expected.active);
    for (const hint of ['access_token', 'refresh_token', 'id_token', 'session_cookie', 'rubbish']) {
      assert.deepEqual(await introspectToken(services, tokens.access_token, hint), expected, hint);
    }
  });

  it('goes by the stored session, whatever the token says', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { tokens, session } = await register(services, 'galaxy-1');
    await revokeSession(services, phone.caller, session);
    assert.deepEqual(await introspectToken(services, tokens.access_token), inactive);
    assert.deepEqual(
      await introspectToken(services, tokens.refresh_token, 'refresh_token'),
      inactive,
    );
    const other = { ...phone.caller, deviceId: 'galaxy-1' };
    const foreign = { ...phone.caller, userId: 'bob' };
    const gone = { ...phone.caller, sessionId: 'x'.repeat(22) };
    for (const caller of [other, foreign, gone]) {
      const token = await services.tokens.issueAccessToken(caller, 600, services.now());
      assert.deepEqual(await introspectToken(services, token), inactive);
    }
  });

  it('takes an ID token or a session cookie only where the hint says so, and names it', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { userId, tenantId, sessionId, deviceId } = phone.caller;
    const issuedAt = services.now().getTime() / 1000;
    const claims = { userId, tenantId, sessionId, deviceId, issuedAt, expiresAt: issuedAt + 3600 };
    services.accounts.verifyIdToken = async (token) => (token === 'id' ? claims : null);
    services.accounts.verifySessionCookie = async (token) => (token === 'cookie' ? claims : null);
    const introspect = (token: string, hint?: string) => introspectToken(services, token, hint);
    for (const [token, hint] of [
      ['id', 'id_token'],
      ['cookie', 'session_cookie'],
    ] as const) {
      assert.deepEqual(await introspect(token, hint), {
        active: true,
        token_type: hint,
        sub: userId,
        sid: sessionId,
        device_id: deviceId,
        tenant_id: null,
        confirmed: true,
        exp: claims.expiresAt,
        iat: issuedAt,
      });
      assert.deepEqual(await introspect(token), inactive);
    }
    const { expiresAt } = claims;
    claims.expiresAt = issuedAt + 365 * 86_400;
    // Whatever Google says, no longer than the session.
    const { exp } = (await introspect('id', 'id_token')) as { exp?: number };
    assert.equal(exp, issuedAt + 30 * 86_400);
    claims.expiresAt = expiresAt;
    assert.deepEqual(await introspect('id', 'session_cookie'), inactive);
    assert.deepEqual(await introspect('cookie', 'id_token'), inactive);
    assert.deepEqual(await introspect(phone.tokens.refresh_token), inactive);
    claims.tenantId = 'other';
    assert.deepEqual(await introspect('id', 'id_token'), inactive);
    claims.tenantId = null;
    const helper = await register(services, 'tablet-1', undefined, {
      deviceToken: phone.deviceToken,
    });
    assert.notEqual(helper.session.sessionId, sessionId);
    assert.deepEqual(await introspect('id', 'id_token'), inactive);
  });

  it('calls inactive what is forged, expired, used up or of another kind', async () => {
    const services = testServices();
    const { tokens, caller } = await register(services, 'iphone-1');
    await refreshTokens(services, tokens.refresh_token);
    const answerToken = await services.tokens.issueAnswerToken(
      {
        accountId: accountIdOf(caller),
        answeringSessionId: caller.sessionId,
        answeringDevice: 'device-1',
        about: ['device-2'],
        expiresAt: new Date(services.now().getTime() + 60_000),
      },
      services.now(),
    );
    for (const token of [tokens.refresh_token, answerToken, `${tokens.access_token}x`, '', 'x']) {
      for (const hint of [null, 'refresh_token', 'id_token', 'session_cookie', 'rubbish']) {
        assert.deepEqual(await introspectToken(services, token, hint), inactive, `${hint}`);
      }
    }
    services.pass({ seconds: 600 });
    assert.deepEqual(await introspectToken(services, tokens.access_token), inactive);
  });
});

describe('the guard’s check', () => {
  const confirmed = { confirmed: true };

  async function scene() {
    const services = testServices();
    let reads = 0;
    const { findView } = services.sessions;
    services.sessions.findView = (id) => {
      reads += 1;
      return findView(id);
    };
    const phone = await register(services, 'iphone-1');
    const device = await register(services, 'galaxy-1', signInNow(services));
    const revoke = () => revokeSession(services, phone.caller, device.session);
    return { services, phone, device, revoke, reads: () => reads };
  }

  it('notices a revocation at the next call, at one read a call', async () => {
    const { services, device, revoke, reads } = await scene();
    await requireLiveSession(services, device.caller);
    await requireLiveSession(services, device.caller);
    assert.equal(reads(), 2);
    await revoke();
    await assert.rejects(requireLiveSession(services, device.caller), refused('session_revoked'));
  });

  it('lets through the very device and user only, and never past the session’s end', async () => {
    const { services, device } = await scene();
    for (const forged of [
      {
        ...device.caller,
        deviceHashes: await services.tokens.hashDevice(device.session.sessionId, 'iphone-1'),
      },
      { ...device.caller, userId: 'bob' },
      { ...device.caller, tenantId: 'other' },
    ]) {
      for (const asked of [{}, confirmed]) {
        const check = requireLiveSession(services, forged, asked);
        await assert.rejects(check, refused('session_expired'));
      }
    }
    services.pass({ days: 30 });
    await assert.rejects(requireLiveSession(services, device.caller), refused('session_expired'));
  });

  it('says of a session whether it is confirmed, and refuses an unconfirmed one with what would lift that', async () => {
    const { services, phone, device } = await scene();
    assert.deepEqual(await requireLiveSession(services, phone.caller, confirmed), confirmed);
    assert.deepEqual(await requireLiveSession(services, device.caller), { confirmed: false });
    await assert.rejects(requireLiveSession(services, device.caller, confirmed), {
      ...refused('session_unconfirmed'),
      details: { retryAfterSeconds: 7 * 86_400, confirmBy: ['other_device', 'time'] },
    });
  });

  it('lets it in when its week is over, though nothing is written, and not a second earlier', async () => {
    const { services, device } = await scene();
    const before = structuredClone(services.sessions.content);
    services.pass({ days: 7, seconds: -1 });
    await assert.rejects(
      requireLiveSession(services, device.caller, confirmed),
      refused('session_unconfirmed'),
    );
    services.pass({ seconds: 1 });
    assert.deepEqual(await requireLiveSession(services, device.caller, confirmed), confirmed);
    assert.deepEqual(await requireLiveSession(services, device.caller), confirmed);
    assert.deepEqual(services.sessions.content, before);
  });
});
