import assert from 'node:assert/strict';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { StaleAccount } from '../../src/services.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const refused = { name: 'SessionError', reason: 'rate_limited' };

/** Everything that `createCustomToken` is asked for. */
function signaturesOf({ accounts }: TestServices): { sessionId: string; claims: object }[] {
  const asked: { sessionId: string; claims: object }[] = [];
  const { createCustomToken } = accounts;
  accounts.createCustomToken = async (session, claims) => {
    asked.push({ sessionId: session.sessionId, claims });
    return await createCustomToken(session, claims);
  };
  return asked;
}

describe('the custom token of a registration', () => {
  it('is signed once, however often the account has changed meanwhile', async () => {
    const services = testServices();
    const { commit } = services.sessions;
    let tries = 0;
    services.sessions.commit = (...change) =>
      (tries += 1) <= 3 ? Promise.reject(new StaleAccount('changed')) : commit(...change);
    await register(services, 'iphone-1');
    assert.equal(tries, 4);
    assert.equal(services.minted, 1);
    assert.equal(services.lookedAt, 1);
  });

  it('holds the commit up until it is there, and undoes nothing that it comes too late for', async () => {
    const services = testServices();
    const { promise: signature, reject } = Promise.withResolvers<string>();
    services.accounts.createCustomToken = () => signature;
    const registration = register(services, 'iphone-1');
    const failed = assert.rejects(registration, /no role/);
    assert.equal(services.sessions.content.views.size, 0);
    reject(new Error('no role'));
    await failed;
    assert.equal(services.sessions.content.views.size, 0);
  });

  it('carries the claims of the sign-in, also of the next one on the device', async () => {
    const services = testServices();
    const asked = signaturesOf(services);
    const signIn = { ...signInNow(services), carriedClaims: { role: 'editor' } };
    const phone = await register(services, 'iphone-1', signIn);
    const { refresh_token: refreshToken } = phone.tokens;
    const goingOn = { ...signInNow(services), carriedClaims: { role: 'admin' } };
    const next = await register(services, 'iphone-1', goingOn, { ...again(phone), refreshToken });
    assert.deepEqual(asked, [
      { sessionId: phone.session.sessionId, claims: { role: 'editor' } },
      { sessionId: next.session.sessionId, claims: { role: 'admin' } },
    ]);
  });

  it('carries none of them where Firebase would refuse them for their size', async () => {
    const services = testServices();
    const asked = signaturesOf(services);
    const carriedClaims = { role: 'x'.repeat(1000) };
    const { session } = await register(services, 'phone', {
      ...signInNow(services),
      carriedClaims,
    });
    assert.deepEqual(asked[0]?.claims, {});
    const { level, fields } = services.logged[0] ?? assert.fail();
    assert.deepEqual([level, fields], ['error', { sessionId: session.sessionId, names: ['role'] }]);
  });

  it('names, for the same attempt, the session that this has opened; both answers work', async () => {
    const services = testServices();
    const [signIn, attempt] = [signInNow(services), 'one-sign-in-of-this-app'];
    const enter = () => register(services, 'phone', signIn, { attempt });
    const [one, two] = await Promise.all([enter(), enter()]);
    services.pass({ hours: 1 });
    const late = await enter();
    for (const { customToken, deviceToken, tokens } of [one, two, late]) {
      assert.equal(customToken, `custom:alice:${one.session.sessionId}:phone`);
      assert.equal(deviceToken, one.deviceToken);
      await refreshTokens(services, tokens.refresh_token);
    }
    assert.equal(services.sessions.content.views.size, 1);
    const bob = await register(services, 'phone', signInNow(services, 'bob'), { attempt });
    assert.notEqual(bob.session.sessionId, one.session.sessionId);
  });

  it('is not signed for who is refused', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    for (let count = 0; count < 10; count += 1) await register(services, `galaxy-${count}`);
    const before = services.minted;
    await assert.rejects(register(services, 'galaxy-x'), refused);
    services.account = null;
    await assert.rejects(register(services, 'galaxy-x'), { reason: 'recent_sign_in_required' });
    assert.equal(services.minted, before);
  });
});
