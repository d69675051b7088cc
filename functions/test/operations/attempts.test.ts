import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { testServices } from '../doubles/services.ts';

const attempt = 'one-sign-in-of-this-app';
const alice = { userId: 'alice', tenantId: null };

async function scene() {
  const services = testServices();
  const phone = await register(services, 'phone');
  services.pass({ seconds: 60 });
  const signIn = signInNow(services);
  const login = () => register(services, 'galaxy', signIn, { attempt });
  return { services, phone, signIn, login };
}

describe('an attempt', () => {
  it('gets the same session after a lost answer, and both answers work', async () => {
    const { services, login } = await scene();
    const lost = await login();
    const repeated = await login();
    assert.equal(repeated.session.sessionId, lost.session.sessionId);
    assert.equal(repeated.deviceToken, lost.deviceToken);
    assert.equal((await listSessions(services, lost.caller)).sessions.length, 2);
    await refreshTokens(services, repeated.tokens.refresh_token);
    await refreshTokens(services, lost.tokens.refresh_token);
    assert.equal((await listSessions(services, repeated.caller)).sessions.length, 2);
  });

  it('opens one session where it is made twice at once', async () => {
    const { services, login } = await scene();
    const [one, two] = await Promise.all([login(), login()]);
    assert.equal(one.session.sessionId, two.session.sessionId);
    assert.equal(services.sessions.content.views.size, 2);
  });

  it('is alerted once', async () => {
    const { services, login } = await scene();
    await Promise.all([login(), login()]);
    await deliverForUser(services, alice);
    await login();
    await deliverForUser(services, alice);
    const alerts = services.sent.filter(({ kind }) => kind === 'login_alert');
    assert.deepEqual(
      alerts.map(({ message }) => message.token),
      ['push-phone'],
    );
  });

  it('is answered after the sign-in has grown too old, and opens nothing new then', async () => {
    const { services, login } = await scene();
    const { session } = await login();
    services.pass({ hours: 1 });
    assert.equal((await login()).session.sessionId, session.sessionId);
    const sign = signInNow(services);
    services.pass({ hours: 1 });
    await assert.rejects(register(services, 'x', sign, { attempt: 'another' }), {
      reason: 'recent_sign_in_required',
    });
  });

  it('is used up with the refresh token', async () => {
    const { services, login } = await scene();
    const first = await login();
    await refreshTokens(services, first.tokens.refresh_token);
    services.pass({ seconds: 1 });
    assert.notEqual((await login()).session.sessionId, first.session.sessionId);
  });

  it('is another user’s own', async () => {
    const { services, login } = await scene();
    const { session } = await login();
    const bob = await register(services, 'galaxy', signInNow(services, 'bob'), { attempt });
    assert.notEqual(bob.session.sessionId, session.sessionId);
  });

  it('is not replaced by the ID token and the device id, which a thief may have', async () => {
    const { services, signIn, login } = await scene();
    const { session } = await login();
    const thief = await register(services, 'galaxy', signIn);
    assert.notEqual(thief.session.sessionId, session.sessionId);
    assert.equal(thief.session.confirmed, false);
  });

  it('continues a session once, also where its answer was lost', async () => {
    const { services, phone } = await scene();
    const refreshToken = phone.tokens.refresh_token;
    const continued = () =>
      register(services, 'phone', signInNow(services), {
        ...again(phone),
        refreshToken,
        attempt,
      });
    const first = await continued();
    assert.equal((await continued()).session.sessionId, first.session.sessionId);
  });
});
