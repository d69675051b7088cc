import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { register, signInNow } from '../doubles/device.ts';
import { testServices } from '../doubles/services.ts';

/** The owner's phone; an hour later, somebody who knows the password. */
async function scene(limits: { freshSessionHours?: number } = {}) {
  const services = testServices(limits);
  const owner = await register(services, 'iphone-1');
  services.pass({ hours: 1 });
  const fresh = await register(services, 'galaxy-1');
  services.pass({ seconds: 10 });
  const prove = (reauthentication: {
    provider?: string;
    secondFactor?: boolean;
    userId?: string;
  }) => {
    services.reauthentications.set('reauthentication', {
      userId: 'alice',
      provider: 'password',
      secondFactor: false,
      signedInAt: signInNow(services).signedInAt,
      ...reauthentication,
    });
    return 'reauthentication';
  };
  const closeOwner = (reauthToken?: string) =>
    revokeSession(services, fresh.caller, { sessionId: owner.session.sessionId, reauthToken });
  return { services, owner, fresh, prove, closeOwner };
}

const unconfirmed = (details: object) => (error: { reason: string; details: object }) => {
  assert.equal(error.reason, 'session_unconfirmed');
  assert.deepEqual(error.details, details);
  return true;
};

describe('a fresh session that nobody vouches for', () => {
  it('ends no older session, and is told when it may and what would lift that', async () => {
    const { services, owner, fresh, closeOwner } = await scene();
    const details = { retryAfterSeconds: 86_390, confirmBy: ['other_device', 'time'] };
    await assert.rejects(closeOwner(), unconfirmed(details));
    await assert.rejects(revokeOtherSessions(services, fresh.caller), unconfirmed(details));
    assert.equal((await listSessions(services, owner.caller)).sessions.length, 2);
    assert.deepEqual(services.sent, []);
  });

  it('is told of a second factor and another provider only where the user has them', async () => {
    const { services, closeOwner } = await scene();
    services.signInMethods = { providers: ['password', 'google.com'], secondFactor: true };
    await assert.rejects(
      closeOwner(),
      unconfirmed({
        retryAfterSeconds: 86_390,
        confirmBy: ['other_device', 'second_factor', 'other_provider', 'time'],
      }),
    );
  });

  it('ends a younger one, but not all others while one of them is older', async () => {
    const { services, fresh } = await scene();
    const younger = await register(services, 'tablet-1');
    await assert.rejects(revokeOtherSessions(services, fresh.caller), {
      reason: 'session_unconfirmed',
    });
    await revokeSession(services, fresh.caller, younger.session);
    assert.equal((await listSessions(services, fresh.caller)).sessions.length, 2);
  });

  it('does not get around that through a session that the owner’s device has replaced', async () => {
    const { services, owner, closeOwner } = await scene();
    await register(services, 'iphone-1', {
      ...owner.signIn,
      session: { sessionId: owner.session.sessionId, deviceId: 'iphone-1' },
    });
    await assert.rejects(closeOwner(), { reason: 'session_unconfirmed' });
  });

  it('throws nobody confirmed out by signing in again and again', async () => {
    const services = testServices({ maxSessions: 3 });
    const owner = await register(services, 'iphone-1');
    for (let count = 0; count < 10; count += 1) {
      services.pass({ seconds: 1 });
      await register(services, `galaxy-${count}`);
    }
    const { sessions } = await listSessions(services, owner.caller);
    assert.equal(sessions.length, 3);
  });

  it('never lets the sessions grow past one over the limit, however many get confirmed', async () => {
    const services = testServices({ maxSessions: 2, idleDays: 365 });
    for (let count = 0; count < 8; count += 1) {
      const login = await register(services, `device-${count}-x`);
      const { sessions } = await listSessions(services, login.caller);
      assert.ok(sessions.length <= 3, String(sessions.length));
      services.pass({ days: 7 });
    }
  });

  it('is told to wait for its confirmation where that comes sooner', async () => {
    const services = testServices({ freshSessionHours: 240, confirmAfterDays: 1 });
    const owner = await register(services, 'iphone-1');
    services.pass({ hours: 1 });
    const fresh = await register(services, 'galaxy-1');
    await assert.rejects(
      revokeSession(services, fresh.caller, owner.session),
      unconfirmed({ retryAfterSeconds: 86_400, confirmBy: ['other_device', 'time'] }),
    );
  });

  it('may do all once its hours have passed, or it is confirmed', async () => {
    const { services, closeOwner } = await scene();
    services.pass({ hours: 24 });
    await closeOwner();
    const { services: others, owner, fresh, closeOwner: close } = await scene();
    await answerLogin(others, owner.caller, { sessionId: fresh.session.sessionId, wasMe: true });
    await close();
  });

  it('may do all at once where the rule is switched off', async () => {
    const { closeOwner } = await scene({ freshSessionHours: 0 });
    await closeOwner();
  });
});

describe('reauthentication of the owner', () => {
  for (const [what, reauthentication] of [
    ['another provider', { provider: 'google.com' }],
    ['a second factor', { secondFactor: true }],
  ] as const) {
    it(`by ${what} lifts all at once, and confirms the session`, async () => {
      const { services, fresh, prove, closeOwner } = await scene();
      await closeOwner(prove(reauthentication));
      const { sessions } = await listSessions(services, fresh.caller);
      assert.deepEqual(
        sessions.map(({ confirmed }) => confirmed),
        [true],
      );
    });
  }

  it('lets the owner’s new device answer, and end all others', async () => {
    const { services, fresh, prove } = await scene();
    const thief = await register(services, 'thief-01');
    const reauthToken = prove({ provider: 'google.com' });
    const { sessionId } = thief.session;
    await answerLogin(services, fresh.caller, { sessionId, wasMe: false, reauthToken });
    assert.deepEqual(await revokeOtherSessions(services, fresh.caller), { revokedCount: 1 });
  });

  const useless: [what: string, reauthentication: object][] = [
    ['the same password again', {}],
    ['a custom token', { provider: 'custom' }],
    ['a custom token that claims a second factor', { provider: 'custom', secondFactor: true }],
    ['an anonymous sign-in', { provider: 'anonymous' }],
    ['another user’s sign-in', { provider: 'google.com', userId: 'bob' }],
  ];
  for (const [what, reauthentication] of useless) {
    it(`is not made by ${what}`, async () => {
      const { prove, closeOwner } = await scene();
      await assert.rejects(closeOwner(prove(reauthentication)), { reason: 'session_unconfirmed' });
    });
  }

  it('is not made by a token that is no good, nor by a sign-in over five minutes old', async () => {
    const { services, prove, closeOwner } = await scene();
    await assert.rejects(closeOwner('rubbish'), { reason: 'session_unconfirmed' });
    const reauthentication = prove({ provider: 'google.com' });
    services.pass({ seconds: 301 });
    await assert.rejects(closeOwner(reauthentication), { reason: 'session_unconfirmed' });
  });

  it('is not made by the second factor that opened the session', async () => {
    const services = testServices();
    const owner = await register(services, 'iphone-1');
    services.pass({ hours: 1 });
    const signIn = { ...signInNow(services), secondFactor: true };
    const fresh = await register(services, 'galaxy-1', signIn);
    services.reauthentications.set('reauthentication', { ...signIn });
    await assert.rejects(
      revokeSession(services, fresh.caller, {
        sessionId: owner.session.sessionId,
        reauthToken: 'reauthentication',
      }),
      { reason: 'session_unconfirmed' },
    );
  });
});
