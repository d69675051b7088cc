// What a session may do that nobody has confirmed, by every operation that a device can call.
import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { listSecurityEvents } from '../../src/operations/listSecurityEvents.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { renameSession } from '../../src/operations/renameSession.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import type { Reauthentication } from '../../src/domain/account/reauthentication.ts';
import type { SignInMethods } from '../../src/domain/session/session.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { openOf } from '../doubles/lookInside.ts';
import { limitedTo } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const google: SignInMethods = { provider: 'google.com:1', secondFactor: null };

/** The owner's phone, signed in with Google; a day later, somebody who knows the password. */
async function scene() {
  const services = testServices();
  const owner = await register(services, 'phone', { ...signInNow(services), methods: google });
  services.pass({ days: 1 });
  const thief = await register(services, 'thief');
  services.pass({ seconds: 10 });
  const reauthToken = (fields: Partial<Reauthentication> = {}) => {
    services.reauthentications.set('shown', {
      userId: 'alice',
      tenantId: null,
      signedInAt: signInNow(services).signedInAt,
      methods: google,
      ...fields,
    });
    return 'shown';
  };
  return { services, owner, thief, reauthToken };
}

type Scene = Awaited<ReturnType<typeof scene>>;
const stored = ({ sessions }: TestServices) => structuredClone(sessions.content);

describe('an unconfirmed session', () => {
  const refused: Record<string, (scene: Scene) => Promise<unknown>> = {
    'revokeSession of the owner': ({ services, owner, thief }) =>
      revokeSession(services, thief.caller, owner.session),
    'revokeSession of a younger one': async ({ services, thief }) => {
      const younger = await register(services, 'younger');
      return revokeSession(services, thief.caller, younger.session);
    },
    revokeOtherSessions: ({ services, thief }) => revokeOtherSessions(services, thief.caller),
    'answerLogin with "no"': ({ services, owner: { session }, thief }) =>
      answerLogin(services, thief.caller, { sessionId: session.sessionId, wasMe: false }),
    'answerLogin about itself': ({ services, thief }) =>
      answerLogin(services, thief.caller, { sessionId: thief.session.sessionId, wasMe: true }),
    'renameSession of itself': ({ services, thief }) =>
      renameSession(services, thief.caller, {
        sessionId: thief.session.sessionId,
        deviceName: 'Your iPhone',
      }),
    listSecurityEvents: ({ services, thief }) => listSecurityEvents(services, thief.caller),
  };
  for (const [name, call] of Object.entries(refused)) {
    it(`is refused ${name}, and told what would lift that`, async () => {
      const one = await scene();
      await assert.rejects(call(one), {
        reason: 'session_unconfirmed',
        details: {
          retryAfterSeconds: 7 * 86_400 - 10,
          confirmBy: ['other_device', 'other_provider', 'time'],
        },
      });
      const { sessions } = await listSessions(one.services, one.owner.caller);
      assert.equal(
        sessions.some(({ deviceName }) => deviceName === 'Your iPhone'),
        false,
      );
      assert.deepEqual(one.services.sent, []);
    });
  }

  it('is refused with nothing changed', async () => {
    const { services, owner, thief } = await scene();
    const before = stored(services);
    await assert.rejects(revokeSession(services, thief.caller, owner.session));
    await assert.rejects(revokeOtherSessions(services, thief.caller));
    assert.deepEqual(stored(services), before);
  });

  it('may list, refresh its tokens, update itself without its name, and sign out', async () => {
    const { services, thief } = await scene();
    assert.equal((await listSessions(services, thief.caller)).sessions.length, 2);
    await refreshTokens(services, thief.tokens.refresh_token);
    await assert.rejects(updateSession(services, thief.caller, { appVersion: '2.0' }), {
      reason: 'rate_limited',
      details: { retryAfterSeconds: 1 },
    });
    services.pass({ seconds: 1 });
    const { session, ...rest } = await updateSession(services, thief.caller, {
      deviceName: 'Your iPhone',
      platform: 'iOS 18',
      appVersion: '2.0',
    });
    assert.deepEqual(
      [session.deviceName, session.platform, session.appVersion, rest],
      ['Phone thief', 'Android 15', '2.0', { pushes: 'ok' }],
    );
    await signOut(services, thief.caller);
    await assert.rejects(listSessions(services, thief.caller), { reason: 'session_revoked' });
  });

  it('is named to the owner by updateSession, which needs no push', async () => {
    const { services, owner, thief } = await scene();
    const { unconfirmed } = await updateSession(services, owner.caller, {});
    assert.deepEqual(
      unconfirmed?.map(({ sessionId }) => sessionId),
      [thief.session.sessionId],
    );
  });

  it('does not come in first by outlasting the owner, or by signing out and in again', async () => {
    const { services, owner, thief } = await scene();
    await signOut(services, owner.caller);
    await signOut(services, thief.caller);
    services.pass({ seconds: 1 });
    const back = await register(services, 'thief', signInNow(services), again(thief));
    assert.equal(back.session.confirmed, false);
  });

  it('does not end the owner’s phone that registers again, younger than itself', async () => {
    const { services, owner, thief } = await scene();
    const back = await register(services, 'phone', signInNow(services), again(owner));
    await assert.rejects(revokeSession(services, thief.caller, back.session), {
      reason: 'session_unconfirmed',
    });
  });

  it('throws nobody confirmed out by signing in again and again', async () => {
    const services = testServices(limitedTo('3'));
    const owner = await register(services, 'phone');
    for (let count = 0; count < 8; count += 1) {
      services.pass({ seconds: 1 });
      await register(services, `galaxy-${count}`);
    }
    assert.equal((await listSessions(services, owner.caller)).sessions.length, 3);
  });

  it('comes in one above the limit, and a known device brings the number back', async () => {
    const services = testServices(limitedTo('1'));
    const owner = await register(services, 'phone');
    await register(services, 'thief');
    assert.equal((await listSessions(services, owner.caller)).sessions.length, 2);
    const back = await register(services, 'phone', signInNow(services), again(owner));
    assert.equal((await listSessions(services, back.caller)).sessions.length, 1);
  });

  it('may do all once it is confirmed, by a "yes" or by its age', async () => {
    const one = await scene();
    const { sessionId } = one.thief.session;
    await answerLogin(one.services, one.owner.caller, { sessionId, wasMe: true });
    await revokeSession(one.services, one.thief.caller, one.owner.session);
    const other = await scene();
    other.services.pass({ days: 7 });
    await revokeSession(other.services, other.thief.caller, other.owner.session);
  });

  it('is told of no other device that has lost its push token and is idle', async () => {
    const { services, owner, thief } = await scene();
    const device = openOf(services, owner.session.sessionId);
    Object.assign(device, { pushToken: null, pushTokenDiedAt: services.now() });
    await assert.rejects(revokeSession(services, thief.caller, owner.session), {
      details: { retryAfterSeconds: 7 * 86_400 - 10, confirmBy: ['other_provider', 'time'] },
    });
  });
});

describe('a reauthentication', () => {
  it('with what a confirmed session signed in with lifts all, and confirms for good', async () => {
    const { services, owner, thief, reauthToken } = await scene();
    const { sessionId } = owner.session;
    await revokeSession(services, thief.caller, { sessionId, reauthToken: reauthToken() });
    const { sessions } = await listSessions(services, thief.caller);
    assert.deepEqual(
      sessions.map(({ confirmed }) => confirmed),
      [true],
    );
  });

  it('lifts answers, and ending all others', async () => {
    const one = await scene();
    const { sessionId } = one.owner.session;
    const answer = { sessionId, wasMe: false, reauthToken: one.reauthToken() };
    await answerLogin(one.services, one.thief.caller, answer);
    const two = await scene();
    assert.deepEqual(
      await revokeOtherSessions(two.services, two.thief.caller, {
        reauthToken: two.reauthToken(),
      }),
      { revokedCount: 1 },
    );
  });

  const useless: [what: string, fields: Partial<Reauthentication>][] = [
    ['the password again', { methods: { provider: null, secondFactor: null } }],
    ['an account linked since', { methods: { provider: 'google.com:2', secondFactor: null } }],
    ['a factor enrolled since', { methods: { provider: null, secondFactor: 'phone:mine' } }],
    ['another user’s sign-in', { userId: 'mallory' }],
    ['another tenant’s sign-in', { tenantId: 'tenant' }],
    ['a sign-in of long ago', { signedInAt: new Date('2026-03-02T11:55:00Z') }],
  ];
  for (const [what, fields] of useless) {
    it(`is not made by ${what}`, async () => {
      const { services, owner, thief, reauthToken } = await scene();
      const { sessionId } = owner.session;
      const call = { sessionId, reauthToken: reauthToken(fields) };
      await assert.rejects(revokeSession(services, thief.caller, call), {
        reason: 'session_unconfirmed',
      });
      assert.equal((await listSessions(services, owner.caller)).sessions.length, 2);
    });
  }

  it('is not made by a token that is no good, nor where the owner has signed out', async () => {
    const { services, owner, thief, reauthToken } = await scene();
    const { sessionId } = owner.session;
    await assert.rejects(
      revokeSession(services, thief.caller, { sessionId, reauthToken: 'rubbish' }),
      { reason: 'session_unconfirmed' },
    );
    await signOut(services, owner.caller);
    await assert.rejects(
      revokeOtherSessions(services, thief.caller, { reauthToken: reauthToken() }),
      { reason: 'session_unconfirmed' },
    );
  });
});
