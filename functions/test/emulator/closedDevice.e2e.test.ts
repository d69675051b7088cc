// A closed device must sign in again, really: nothing that Firebase goes on giving it opens the door.
import assert from 'node:assert/strict';
import type { FirebaseError } from 'firebase/app';
import type { Refusal } from '../../../clients/js/src/core/index.ts';
import { refusalIn } from '../../../clients/js/testing/wire.ts';
import { askAsOwner, createUser } from '../../../clients/js/testing/users.ts';
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
  withClaims,
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

  it('cannot register with the first ID token of its sign-in', async () => {
    const { thief } = await closeThief();
    assert.deepEqual(await register(thief, thief.firstIdToken), refusals.recentSignInRequired);
  });

  it('cannot register with that ID token refreshed', async () => {
    const { thief } = await closeThief();
    assert.deepEqual(await register(thief, await refreshed(thief)), refusals.recentSignInRequired);
  });

  it('cannot register with that ID token refreshed as the Auth emulator refreshes it', async () => {
    const { thief } = await closeThief();
    await untilLaterSecond(await thief.app.raw.idToken());
    // With the time of the custom-token sign-in, where Firebase keeps that of the first.
    const idToken = await thief.firstUser.getIdToken(true);
    assert.deepEqual(await register(thief, idToken), refusals.recentSignInRequired);
  });

  it('cannot register as another device with the same sign-in', async () => {
    const { thief } = await closeThief();
    const other = { app: await install(samsung) };
    for (const idToken of [thief.firstIdToken, await refreshed(thief)]) {
      assert.deepEqual(await register(other, idToken), refusals.recentSignInRequired);
    }
    const custom = await thief.app.raw.idToken(true);
    assert.deepEqual(await register(other, custom), revokedBy('user'));
  });

  it('cannot use the first ID token for anything else', async () => {
    const { thief } = await closeThief();
    const bearer = await refreshed(thief);
    const answer = await thief.app.raw.post('listSessions', {}, { bearer });
    assert.deepEqual(refusalIn(answer), refusals.sessionRequired);
  });

  it('is let in by a new sign-in, as a new device once more', async () => {
    const { user, phone, thief } = await closeThief();
    await untilLaterSecond(thief.firstIdToken);
    const session = await thief.app.logIn(user);
    assert.equal(session.confirmed, false);
    assert.equal((await thief.app.client.list()).length, 2);
    assert.equal((await phone.app.client.list()).length, 2);
  });

  it('is let in by nothing older after that new sign-in', async () => {
    const { user, thief } = await closeThief();
    await untilLaterSecond(thief.firstIdToken);
    const custom = await thief.app.raw.idToken();
    await thief.app.logIn(user);
    assert.deepEqual(await register(thief, await refreshed(thief)), refusals.recentSignInRequired);
    assert.deepEqual(await register(thief, custom), revokedBy('user'));
  });

  it('that signed out itself must sign in again as well', async () => {
    const { devices } = await logInEach(iPhone);
    const [phone] = devices;
    await phone.app.client.signOut();
    assert.deepEqual(await register(phone, await refreshed(phone)), refusals.recentSignInRequired);
  });
});

describe('a sign-in', () => {
  const { install, signIn, logInEach } = useDevices();

  it('opens no session when it is more than ten minutes old', async () => {
    const user = await createUser();
    const signedIn = await signIn(samsung, user);
    const now = Math.floor(Date.now() / 1000);
    // As if the account were older than the sign-in.
    const account = { localId: user.userId, validSince: String(now - 3600) };
    await askAsOwner('accounts:update', account);
    const answers = [];
    for (const age of [602, 540]) {
      const bearer = await refreshed(signedIn, now - age);
      answers.push(
        await signedIn.app.raw.post('registerSession', await signedIn.app.raw.registration(), {
          bearer,
        }),
      );
    }
    assert.deepEqual(answers.map(refusalIn), [refusals.recentSignInRequired, { status: 200 }]);
  });

  /** Two devices of one user, both registered, signed in within the same second. */
  async function twoWithinOneSecond() {
    const { user, devices } = await logInEach(iPhone);
    const [phone] = devices;
    const other = await signIn(samsung, user);
    await refreshed(other, claimsOf(phone.firstIdToken).auth_time);
    await other.app.start();
    return { phone, other };
  }

  it('opens a session each for two devices that signed in within one second', async () => {
    const { phone, other } = await twoWithinOneSecond();
    for (const { app } of [phone, other]) {
      assert.equal((await app.client.list()).length, 2);
    }
  });

  it('of one device outlives the end of another that signed in within the same second', async () => {
    const { phone, other } = await twoWithinOneSecond();
    await other.app.client.signOut();
    assert.equal((await phone.app.client.list()).length, 1);
  });

  it('that has become a session opens no other, on no device', async () => {
    const { devices } = await logInEach(iPhone);
    const [phone] = devices;
    const bearer = await phone.app.raw.idToken(true);
    for (const app of [phone.app, await install(samsung)]) {
      const answer = await app.raw.post('registerSession', await app.raw.registration(), {
        bearer,
      });
      assert.deepEqual(refusalIn(answer), refusals.sessionOpen);
    }
    assert.deepEqual(
      (await phone.app.client.list()).map(({ sessionId }) => sessionId),
      [phone.session.sessionId],
    );
  });
});

describe('an ID token with forged claims', () => {
  const { logInEach } = useDevices();

  it('of another device gets nothing from a live session', async () => {
    const [phone] = (await logInEach(iPhone)).devices;
    const bearer = withClaims(await phone.app.raw.idToken(), { device_id: 'another-device' });
    const list = await phone.app.raw.post('listSessions', {}, { bearer });
    assert.deepEqual(refusalIn(list), refusals.sessionExpired);
    const registration = await phone.app.raw.post(
      'registerSession',
      await phone.app.raw.registration(),
      { bearer },
    );
    assert.deepEqual(refusalIn(registration), refusals.sessionExpired);
  });

  it("with another user's session gets nothing", async () => {
    const [phone] = (await logInEach(iPhone)).devices;
    const [victim] = (await logInEach(samsung)).devices;
    const bearer = withClaims(await phone.app.raw.idToken(), {
      sid: victim.session.sessionId,
      device_id: claimsOf(await victim.app.raw.idToken()).device_id,
    });
    const answer = await phone.app.raw.post('listSessions', {}, { bearer });
    assert.deepEqual(refusalIn(answer), refusals.sessionExpired);
  });
});
