// A thief with a copy of what the app holds: none of it becomes a session of the thief's own unseen.
import assert from 'node:assert/strict';
import { passASecond } from './support/storedSession.ts';
import { postEndpoint, refusalIn } from '../../../clients/js/testing/wire.ts';
import type { DeviceSession } from '../../../clients/js/src/core/index.ts';
import type { Registered } from '../../src/operations/registerSession.ts';
import type { LoggedIn } from './support/devices.ts';
import {
  iPhone,
  refusals,
  revokedBy,
  samsung,
  untilLaterSecond,
  useDevices,
} from './support/devices.ts';

describe('a thief with a copy of what the app holds', () => {
  const { backstage, logInEach, pushedTo, signIn } = useDevices();

  /** An owner's phones, and the second one's refresh tokens: used up, previous and current. */
  async function copied() {
    const { user, devices } = await logInEach(iPhone, samsung);
    const [phone, victim] = devices;
    const registered = victim.app.answerOf('registerSession') as Registered;
    const refreshTokens = [registered.tokens.refresh_token];
    for (let rotation = 0; rotation < 2; rotation += 1) {
      const { body } = await postEndpoint('refreshTokens', {
        grant_type: 'refresh_token',
        refresh_token: refreshTokens.at(-1),
      });
      refreshTokens.push(String(body.refresh_token));
      await passASecond(backstage.firestore, victim.session.sessionId);
    }
    const [usedUp = '', ...good] = refreshTokens;
    return { user, phone, victim, deviceToken: registered.deviceToken, usedUp, good };
  }

  const isLive = async ({ app }: LoggedIn) => (await app.raw.post('listSessions')).status === 200;

  it('opens no session with the ID token of a live one, whatever refresh token is shown', async () => {
    const { phone, victim, usedUp, good } = await copied();
    const { refreshToken: _, ...registration } = (await victim.app.raw.registration()) as Record<
      string,
      unknown
    >;
    const shown = [usedUp, ...good, 'forged'].map((refreshToken) => ({ refreshToken }));
    for (const refreshToken of [...shown, {}]) {
      const answer = await victim.app.raw.post('registerSession', {
        ...registration,
        ...refreshToken,
      });
      assert.deepEqual(refusalIn(answer), refusals.sessionOpen);
    }
    assert.ok(await isLive(victim));
    assert.equal((await phone.app.client.list()).length, 2);
    for (const kind of ['force_logout', 'security_alert'] as const) {
      assert.deepEqual(await pushedTo(phone.app, kind), []);
      assert.deepEqual(await pushedTo(victim.app, kind), []);
    }
  });

  it('ends the session whose used-up refresh token is shown at a sign-in, is told of, and is a new device', async () => {
    const { user, phone, victim, deviceToken, usedUp } = await copied();
    await untilLaterSecond(victim.firstIdToken);
    const thief = await signIn(samsung, user);
    const answer = await thief.app.raw.post('registerSession', {
      ...(await thief.app.raw.registration()),
      deviceToken,
      refreshToken: usedUp,
    });
    assert.equal(answer.status, 200);
    const registered = answer.body.result as Registered;
    const { sessionId, confirmed } = registered.session as DeviceSession;
    assert.equal(confirmed, false);
    assert.notEqual(registered.deviceToken, deviceToken);
    assert.deepEqual(
      refusalIn(await victim.app.raw.post('listSessions')),
      revokedBy('token_reuse'),
    );
    await backstage.untilAnnounced(sessionId);
    await backstage.untilAnnounced(victim.session.sessionId);
    assert.equal((await pushedTo(victim.app, 'force_logout')).length, 1);
    const [alert, ...more] = await pushedTo(phone.app, 'security_alert');
    assert.deepEqual([alert?.sessionId, more], [victim.session.sessionId, []]);
    const logins = await pushedTo(phone.app, 'login_alert');
    assert.equal(logins.at(-1)?.sessionId, sessionId);
  });
});
