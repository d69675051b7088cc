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
import { register, signInNow } from '../doubles/device.ts';
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

describe('an unconfirmed session', () => {
  const refused: Record<string, (scene: Scene) => Promise<unknown>> = {
    'revokeSession of the owner': ({ services, owner, thief }) =>
      revokeSession(services, thief.caller, owner.session),
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
      const before = structuredClone(one.services.sessions.content);
      await assert.rejects(call(one), {
        reason: 'session_unconfirmed',
        details: {
          retryAfterSeconds: 7 * 86_400 - 10,
          confirmBy: ['other_device', 'other_provider', 'time'],
        },
      });
      assert.deepEqual(one.services.sessions.content, before);
      assert.deepEqual(one.services.sent, []);
    });
  }

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
    const reauthToken = two.reauthToken();
    assert.deepEqual(await revokeOtherSessions(two.services, two.thief.caller, { reauthToken }), {
      revokedCount: 1,
    });
  });

  it('of another user, or a token that is none, lifts nothing', async () => {
    const { services, owner, thief, reauthToken } = await scene();
    const { sessionId } = owner.session;
    for (const token of [reauthToken({ userId: 'mallory' }), 'rubbish']) {
      const call = { sessionId, reauthToken: token };
      await assert.rejects(revokeSession(services, thief.caller, call), {
        reason: 'session_unconfirmed',
      });
    }
  });
});
