import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { register } from '../doubles/device.ts';
import { living } from '../doubles/limits.ts';
import { accountOf, alice, eventsOf, pushesOf, viewOf } from '../doubles/lookInside.ts';
import { testServices } from '../doubles/services.ts';

const refused = (reason: string) => ({ name: 'SessionError', reason });

describe('refreshTokens', () => {
  it('answers with the next refresh token and a new access token of the same session', async () => {
    const services = testServices();
    const { tokens, caller } = await register(services, 'iphone-1');
    const next = await refreshTokens(services, tokens.refresh_token);
    assert.notEqual(next.refresh_token, tokens.refresh_token);
    assert.equal(next.expires_in, 600);
    const { sessionId, userId, deviceId } = await services.tokens.verifyAccessToken(
      next.access_token,
      services.now(),
    );
    assert.deepEqual([sessionId, userId, deviceId], [caller.sessionId, 'alice', 'iphone-1']);
    services.pass({ seconds: 10 });
    const before = structuredClone(accountOf(services));
    const again = await refreshTokens(services, tokens.refresh_token);
    assert.equal(again.refresh_token, next.refresh_token);
    assert.deepEqual(accountOf(services), before);
  });

  it('asks the store nothing about a forged token', async () => {
    const services = testServices();
    const { tokens } = await register(services, 'iphone-1');
    services.sessions.readAccount = () => assert.fail('the store was asked');
    const [sessionId, nonce, mac] = tokens.refresh_token.split('.');
    for (const forged of [
      `${sessionId}.${'A'.repeat(22)}.${mac}`,
      `${sessionId}.${nonce}.${'A'.repeat(43)}`,
      `${nonce}.${sessionId}.${mac}`,
      tokens.access_token,
      'rubbish',
    ]) {
      await assert.rejects(refreshTokens(services, forged), refused('token_invalid'));
    }
  });

  it('gives no access token that outlives its session', async () => {
    const services = testServices(living('1d/1d'));
    const { tokens } = await register(services, 'iphone-1');
    services.pass({ seconds: 86_400 - 90 });
    const { access_token: token, expires_in } = await refreshTokens(services, tokens.refresh_token);
    const { expiresAt } = await services.tokens.verifyAccessToken(token, services.now());
    assert.deepEqual([expires_in, expiresAt], [90, Date.parse('2026-03-02T12:00:00Z') / 1000]);
  });

  it('ends the session of a token used a second time, which all are told before the refusal', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    services.pass({ days: 7 });
    const copied = await register(services, 'galaxy-1');
    await deliverForUser(services, alice);
    services.sent.length = 0;
    const { refresh_token: first } = copied.tokens;
    const second = await refreshTokens(services, first);
    services.pass({ seconds: 1 });
    await refreshTokens(services, second.refresh_token);
    await assert.rejects(refreshTokens(services, first), refused('token_invalid'));
    assert.equal(viewOf(services, copied.session.sessionId).revokedReason, 'token_reuse');
    assert.deepEqual(pushesOf(services), [
      'force_logout push-galaxy-1',
      'security_alert push-iphone-1',
    ]);
    // What each event leaves in the log: store/loggingSessions.test.ts.
    assert.deepEqual(
      eventsOf(services)
        .slice(-2)
        .map(({ type, revokedReason }) => [type, revokedReason]),
      [
        ['session-revoked', 'token_reuse'],
        ['credential-compromise', null],
      ],
    );
    await assert.rejects(refreshTokens(services, first), refused('session_revoked'));
  });
});
