// What happens at once has a defined outcome. Each race runs many times against Firestore.
import assert from 'node:assert/strict';
import { listSessions } from '../../src/operations/listSessions.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { pushIdsOf, reasonsOf, useRaces } from './support/races.ts';

describe('at once', () => {
  const { race, live } = useRaces();

  race('two registrations of one device leave one active session', async (scene) => {
    const { services, userId } = scene;
    const known = await register(services, 'device-01', signInNow(services, userId));
    services.pass({ seconds: 1 });
    const signIn = signInNow(services, userId);
    const both = await Promise.all([
      register(services, 'device-01', signIn, again(known)),
      register(services, 'device-01', signIn, again(known)),
    ]);
    const open = await live(userId);
    assert.equal(open.length, 1);
    assert.ok(both.some(({ session }) => session.sessionId === open[0]));
    assert.ok(both.every(({ session }) => session.confirmed));
  });

  race('two calls of one attempt get one session, and the same tokens', async (scene) => {
    const { services, userId } = scene;
    const signIn = signInNow(services, userId);
    const attempt = { attempt: `attempt-${userId}` };
    const [one, other] = await Promise.all([
      register(services, 'device-01', signIn, attempt),
      register(services, 'device-01', signIn, attempt),
    ]);
    assert.equal(one.session.sessionId, other.session.sessionId);
    assert.equal(one.tokens.refresh_token, other.tokens.refresh_token);
    assert.equal(one.deviceToken, other.deviceToken);
    assert.deepEqual(await live(userId), [one.session.sessionId]);
  });

  race('two first devices: one is confirmed, the other is not', async ({ services, userId }) => {
    const signIn = signInNow(services, userId);
    const both = await Promise.all([
      register(services, 'device-01', signIn),
      register(services, 'device-02', signIn),
    ]);
    assert.deepEqual(both.map(({ session }) => session.confirmed).sort(), [false, true]);
  });

  race('two devices revoking each other: one wins, the other is out', async (scene) => {
    const { services, userId } = scene;
    const one = await register(services, 'device-01', signInNow(services, userId));
    const two = await register(services, 'device-02', signInNow(services, userId));
    services.pass({ days: 7 });
    const results = await Promise.allSettled([
      revokeSession(services, one.caller, two.session),
      revokeSession(services, two.caller, one.session),
    ]);
    assert.deepEqual(reasonsOf(results).sort(), ['done', 'session_revoked']);
    const [winner] = results[0].status === 'fulfilled' ? [one] : [two];
    assert.deepEqual(await live(userId), [winner.session.sessionId]);
  });

  race('revoke and revoke-all-others end the session once', async ({ services, userId }) => {
    const one = await register(services, 'device-01', signInNow(services, userId));
    const two = await register(services, 'device-02', signInNow(services, userId));
    await Promise.all([
      revokeSession(services, one.caller, two.session),
      revokeOtherSessions(services, one.caller),
    ]);
    assert.deepEqual(await live(userId), [one.session.sessionId]);
    const { sent } = services;
    assert.equal(pushIdsOf(sent).size, 1, 'one logout; sent again it names itself as the same');
    assert.ok(sent.every(({ sessionId }) => sessionId === two.session.sessionId));
  });

  for (const [shown, carries] of [
    ['no refresh token', false],
    ['that of its session', true],
  ] as const) {
    race(
      `revoke during a registration of that sign-in with ${shown} leaves it out`,
      async (scene) => {
        const { services, userId } = scene;
        const phone = await register(services, 'device-01', signInNow(services, userId));
        const thief = await register(services, 'device-02', signInNow(services, userId));
        const refreshToken = carries ? { refreshToken: thief.tokens.refresh_token } : {};
        const [revoked, registered] = await Promise.allSettled([
          revokeSession(services, phone.caller, thief.session),
          register(services, 'device-02', thief.signIn, { ...again(thief), ...refreshToken }),
        ]);
        assert.equal(revoked.status, 'fulfilled');
        assert.deepEqual(await live(userId), [phone.session.sessionId]);
        if (registered.status === 'rejected') {
          const { reason } = registered.reason as { reason: string };
          assert.equal(reason, 'recent_sign_in_required');
        }
      },
    );
  }

  race('revoke-all-others during a new sign-in: it is out, or it came later', async (scene) => {
    const { services, userId } = scene;
    const phone = await register(services, 'device-01', signInNow(services, userId));
    const [{ revokedCount }, late] = await Promise.all([
      revokeOtherSessions(services, phone.caller),
      register(services, 'device-02', signInNow(services, userId)),
    ]);
    const open = await live(userId);
    const ids = [phone, late].map(({ session }) => session.sessionId);
    assert.deepEqual(open.sort(), revokedCount === 1 ? ids.slice(0, 1) : ids.sort());
    const call = listSessions(services, late.caller);
    if (revokedCount === 1) await assert.rejects(call, { reason: 'session_revoked' });
    else assert.equal((await call).sessions.length, 2);
  });
});
