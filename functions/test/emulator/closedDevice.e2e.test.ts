// A closed device must sign in again, really: nothing that Firebase goes on giving it opens the door.
import assert from 'node:assert/strict';
import type { FirebaseError } from 'firebase/app';
import type { Refusal } from '../../../clients/js/src/core/index.ts';
import { refusalIn } from '../../../clients/js/testing/wire.ts';
import type { LoggedIn } from './support/devices.ts';
import {
  claimsOf,
  iPhone,
  refreshed,
  refusals,
  revokedBy,
  samsung,
  untilLaterSecond,
  useDevices,
} from './support/devices.ts';

describe('a closed device', () => {
  const { install, logInEach } = useDevices();

  /** A phone that has just closed a thief's session. */
  async function closeThief() {
    const { user, devices } = await logInEach(iPhone, samsung);
    const [phone, thief] = devices;
    const { sessionId } = thief.session;
    await phone.app.client.revoke(sessionId);
    assert.deepEqual(phone.app.answerOf('revokeSession'), { sessionId, revoked: true });
    return { user, phone, thief };
  }

  const register = async ({ app }: Pick<LoggedIn, 'app'>, bearer: string) =>
    refusalIn(await app.raw.post('registerSession', await app.raw.registration(), { bearer }));

  it('is refused at its next call, ends, and is signed out of Firebase', async () => {
    const { thief } = await closeThief();
    assert.deepEqual(refusalIn(await thief.app.raw.post('listSessions')), revokedBy('user'));
    await assert.rejects(thief.app.client.list(), (error: Refusal) => {
      assert.deepEqual(error.details, { reason: 'session_revoked', revokedReason: 'user' });
      assert.equal((error.cause as FirebaseError).code, 'functions/unauthenticated');
      return true;
    });
    const { sessionId } = thief.session;
    assert.deepEqual(thief.app.ended, [
      { sessionId, reason: 'session_revoked', revokedReason: 'user', wipe: true },
    ]);
    assert.equal(thief.app.currentUser(), null);
  });

  it('is refused at every callable, with the ID token that Firebase refreshes for it', async () => {
    const { thief, phone } = await closeThief();
    const bearer = await thief.app.raw.idToken(true);
    assert.equal(claimsOf(bearer).sid, thief.session.sessionId);
    const calls = {
      listSessions: {},
      revokeSession: { sessionId: phone.session.sessionId },
      revokeOtherSessions: {},
      listSecurityEvents: {},
      renameSession: { sessionId: phone.session.sessionId, deviceName: 'Mine' },
      updateSession: { pushToken: 'push-of-a-thief' },
      answerLogin: { sessionId: phone.session.sessionId, wasMe: false },
      registerSession: await thief.app.raw.registration(),
    };
    await Promise.all(
      Object.entries(calls).map(async ([name, data]) => {
        const refusal = refusalIn(await thief.app.raw.post(name, data, { bearer }));
        assert.deepEqual(refusal, revokedBy('user'), name);
      }),
    );
    // Signing out of what has ended is done already.
    assert.equal((await thief.app.raw.post('signOut', {}, { bearer })).status, 200);
  });

  it('cannot register with anything that its sign-in gives it, on no device', async () => {
    const { thief } = await closeThief();
    const custom = await thief.app.raw.idToken(true);
    await untilLaterSecond(custom);
    // As the Auth emulator refreshes it: with the time of the custom-token sign-in.
    const idTokens = [await thief.firstUser.getIdToken(true), thief.firstIdToken];
    idTokens.push(await refreshed(thief));
    for (const device of [thief, { app: await install(samsung) }]) {
      for (const idToken of idTokens) {
        assert.deepEqual(await register(device, idToken), refusals.recentSignInRequired);
      }
      assert.deepEqual(await register(device, custom), revokedBy('user'));
    }
  });

  it('is let in by a new sign-in, as a new device once more, and then by nothing older', async () => {
    const { user, phone, thief } = await closeThief();
    await untilLaterSecond(thief.firstIdToken);
    const custom = await thief.app.raw.idToken();
    const session = await thief.app.logIn(user);
    assert.equal(session.confirmed, false);
    assert.equal((await thief.app.client.list()).length, 2);
    assert.equal((await phone.app.client.list()).length, 2);
    assert.deepEqual(await register(thief, await refreshed(thief)), refusals.recentSignInRequired);
    assert.deepEqual(await register(thief, custom), revokedBy('user'));
  });
});
