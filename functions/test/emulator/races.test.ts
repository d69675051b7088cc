// What happens at once has a defined outcome. Each race runs many times against Firestore.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { listSessions } from '../../src/operations/listSessions.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import type { SessionStore } from '../../src/services.ts';
import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import { carrying, register, signInNow } from '../doubles/device.ts';
import type { TestServices } from '../doubles/services.ts';
import { servicesOver } from '../doubles/services.ts';
import { isEmbedded, openFirestore } from './support/firestore.ts';

// Google's emulator waits seconds for locks that Firestore itself releases in milliseconds.
const times = isEmbedded ? 10 : 1;

describe('at once', () => {
  const firestore = openFirestore();
  const sessions = firestoreSessions(firestore);
  after(() => firestore.terminate());

  type Scene = { services: TestServices<SessionStore>; userId: string };

  function race(title: string, run: (scene: Scene) => Promise<void>): void {
    it(title, async () => {
      await Promise.all(
        Array.from({ length: times }, () =>
          run({ services: servicesOver(sessions), userId: `user-${randomUUID()}` }),
        ),
      );
    });
  }

  const reasons = (results: PromiseSettledResult<unknown>[]) =>
    results.map((result) =>
      result.status === 'fulfilled' ? 'done' : (result.reason as { reason: string }).reason,
    );
  const live = async (userId: string) =>
    (await sessions.findOpenSessions(userId)).map(({ sessionId }) => sessionId);

  race('two registrations of one device leave one active session', async ({ services, userId }) => {
    const signIn = signInNow(services, userId);
    const both = await Promise.all([
      register(services, 'device-01', signIn),
      register(services, 'device-01', signIn),
    ]);
    const open = await live(userId);
    assert.equal(open.length, 1);
    assert.ok(both.some(({ session }) => session.sessionId === open[0]));
  });

  race('two first devices: one is confirmed, the other is not', async ({ services, userId }) => {
    const signIn = signInNow(services, userId);
    const both = await Promise.all([
      register(services, 'device-01', signIn),
      register(services, 'device-02', signIn),
    ]);
    assert.deepEqual(both.map(({ session }) => session.confirmed).sort(), [false, true]);
  });

  race('registrations at the limit never leave more than MAX_SESSIONS', async ({ userId }) => {
    const services = servicesOver(sessions, { maxSessions: 2 });
    const signIn = signInNow(services, userId);
    await Promise.all(
      ['device-01', 'device-02', 'device-03', 'device-04'].map((deviceId) =>
        register(services, deviceId, signIn).catch((error: { reason?: string }) => {
          // The sign-in is spent once one of its sessions has been ended by the limit.
          assert.equal(error.reason, 'recent_sign_in_required');
        }),
      ),
    );
    assert.ok((await live(userId)).length <= 2);
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
    assert.deepEqual(reasons(results).sort(), ['done', 'session_revoked']);
    assert.equal((await live(userId)).length, 1);
  });

  race('revoke and revoke-all-others end the session once', async ({ services, userId }) => {
    const one = await register(services, 'device-01', signInNow(services, userId));
    const two = await register(services, 'device-02', signInNow(services, userId));
    await Promise.all([
      revokeSession(services, one.caller, two.session),
      revokeOtherSessions(services, one.caller),
    ]);
    assert.deepEqual(await live(userId), [one.session.sessionId]);
    assert.deepEqual(
      services.sent.map(({ sessionId }) => sessionId),
      [two.session.sessionId],
    );
  });

  race('two devices revoking all others leave one of the two', async ({ services, userId }) => {
    const one = await register(services, 'device-01', signInNow(services, userId));
    const two = await register(services, 'device-02', signInNow(services, userId));
    await register(services, 'device-03', signInNow(services, userId));
    services.pass({ days: 7 });
    const results = await Promise.allSettled([
      revokeOtherSessions(services, one.caller),
      revokeOtherSessions(services, two.caller),
    ]);
    assert.deepEqual(reasons(results).sort(), ['done', 'session_revoked']);
    const open = await live(userId);
    assert.equal(open.length, 1);
    assert.notEqual(open[0], undefined);
  });

  race(
    'revoke during a registration of that device leaves it out',
    async ({ services, userId }) => {
      const phone = await register(services, 'device-01', signInNow(services, userId));
      const thief = await register(services, 'device-02', signInNow(services, userId));
      for (const signIn of [thief.signIn, carrying(thief.signIn, thief.caller)]) {
        await Promise.allSettled([
          revokeSession(services, phone.caller, thief.session),
          register(services, 'device-02', signIn),
        ]);
        assert.deepEqual(await live(userId), [phone.session.sessionId]);
      }
    },
  );

  race('revoke-all-others during a new sign-in: it is out, or it came later', async (scene) => {
    const { services, userId } = scene;
    const phone = await register(services, 'device-01', signInNow(services, userId));
    const [{ revokedCount }, late] = await Promise.all([
      revokeOtherSessions(services, phone.caller),
      register(services, 'device-02', signInNow(services, userId)),
    ]);
    const open = await live(userId);
    assert.equal(open.length, revokedCount === 1 ? 1 : 2);
    const call = listSessions(services, late.caller);
    if (revokedCount === 1) await assert.rejects(call, { reason: 'session_revoked' });
    else assert.equal((await call).sessions.length, 2);
  });
});
