// The thief's story: somebody with the password signs in later than the owner. On the first day they
// can do nothing to older sessions; the owner, who can show more than a password, everything.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { FirebaseError } from 'firebase/app';
import type { AuthCredential } from 'firebase/auth';
import { GoogleAuthProvider, linkWithCredential } from 'firebase/auth';
import type { App } from '../../../clients/js/testing/app.ts';
import type { RefusalDetails } from '../../../clients/js/testing/wire.ts';
import { refusalIn } from '../../../clients/js/testing/wire.ts';
import { createUser } from '../../../clients/js/testing/users.ts';
import { enrolPhone, signInWithSecondFactor } from '../../../clients/js/testing/secondFactor.ts';
import type { Refusal } from '../../../clients/js/src/core/index.ts';
import type { LoggedIn, SignedIn } from './support/devices.ts';
import { browser, iPhone, samsung, useDevices } from './support/devices.ts';

/** Until an unanswered login counts as the owner's, in seconds. */
const week = 7 * 86_400;
const tablet = { ...iPhone, deviceName: 'iPad Air' };

describe('somebody who has the password', () => {
  const { install, logIn, logInEach, signIn, pushedTo } = useDevices();

  /** The owner's phone, and a thief who came later. */
  async function breakIn() {
    const { user, devices } = await logInEach(iPhone, samsung);
    const [owner, thief] = devices;
    return { user, owner, thief };
  }

  /** Both ways to throw the owner out, refused; what the refusal of each says. */
  async function attack(
    app: App,
    owner: LoggedIn,
    reauthentication: { reauthToken?: string } = {},
  ): Promise<RefusalDetails[]> {
    const { sessionId } = owner.session;
    const answers = [
      await app.raw.post('revokeSession', { sessionId, ...reauthentication }),
      await app.raw.post('revokeOtherSessions', reauthentication),
    ];
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.error?.details?.reason]),
      Array(2).fill([403, 'session_unconfirmed']),
    );
    assert.equal((await owner.app.raw.post('listSessions')).status, 200);
    return answers.flatMap(({ body }) => body.error?.details ?? []);
  }

  it('cannot close the owner’s session, answers for nobody, hears of nothing, and is told what would lift that', async () => {
    const { user, owner, thief } = await breakIn();
    for (const { retryAfterSeconds = 0, confirmBy } of await attack(thief.app, owner)) {
      assert.ok(retryAfterSeconds > week - 60 && retryAfterSeconds <= week);
      assert.deepEqual(confirmBy, ['other_device', 'time']);
    }
    const { sessionId } = owner.session;
    for (const call of [
      () => thief.app.client.revoke(sessionId),
      () => thief.app.client.revokeOthers(),
    ]) {
      await assert.rejects(call, (error: Refusal) => {
        assert.equal(error.reason, 'session_unconfirmed');
        assert.equal((error.cause as FirebaseError).code, 'functions/permission-denied');
        return true;
      });
    }
    assert.deepEqual(await pushedTo(owner.app, 'force_logout'), []);
    for (const wasMe of [true, false]) {
      const answer = await thief.app.raw.post('answerLogin', { sessionId, wasMe });
      assert.partialDeepStrictEqual(refusalIn(answer), {
        ...{ status: 403, reason: 'session_unconfirmed' },
      });
    }
    await logIn(browser, user);
    assert.deepEqual(await pushedTo(thief.app, 'login_alert'), []);
    assert.equal((await pushedTo(owner.app, 'login_alert')).length, 2);
  });

  it('opens no more than NEW_DEVICES_PER_HOUR, and pushes the owner out by none of them', async () => {
    const { owner, thief } = await breakIn();
    const bearer = thief.firstIdToken;
    const register = () =>
      thief.app.raw.post(
        'registerSession',
        { deviceId: randomUUID(), deviceName: 'Galaxy', deviceType: 'ANDROID' },
        { bearer },
      );
    const answers = [];
    while (answers.at(-1)?.status !== 429 && answers.length < 20) answers.push(await register());
    // Ten with the thief's own.
    assert.deepEqual(
      answers.map(({ status }) => status),
      [...Array<number>(9).fill(200), 429],
    );
    const { reason, retryAfterSeconds = 0 } = answers.at(-1)?.body.error?.details ?? {};
    assert.equal(reason, 'rate_limited');
    assert.ok(retryAfterSeconds > 0 && retryAfterSeconds <= 3600);
    const [own, ...others] = await owner.app.client.list();
    assert.equal(own?.sessionId, owner.session.sessionId);
    assert.equal(others.length, 10);
    assert.equal(await owner.app.client.revokeOthers(), 10);
  });

  it('proves nothing with the same password, what the session has, another user’s sign-in, or rubbish', async () => {
    const { user, owner, thief } = await breakIn();
    const { firstIdToken: again } = await signIn(samsung, user);
    const { firstIdToken: strangers } = await signIn(samsung, googleAccount());
    for (const reauthToken of [again, await thief.app.raw.idToken(), strangers, 'rubbish']) {
      await attack(thief.app, owner, { reauthToken });
    }
  });

  describe('came before the owner’s new device', () => {
    /** The owner's other device, younger than the thief's, and the phone, which has signed in with Google. */
    async function newDeviceBesideGoogle() {
      const google = googleAccount();
      const user = await createUser();
      await linkWithCredential((await signIn(browser, user)).firstUser, google);
      const owner = await logIn(iPhone, google);
      const thief = await logIn(samsung, user);
      const newcomer = await logIn(tablet, user);
      return { google, owner, thief, newcomer };
    }

    it('and is closed from it with another provider, which lifts all at once', async () => {
      const { google, owner, thief, newcomer } = await newDeviceBesideGoogle();
      const [refused] = await attack(newcomer.app, thief);
      assert.deepEqual(refused?.confirmBy, ['other_device', 'other_provider', 'time']);

      const reauthToken = proofOf(await signIn(tablet, google), owner);
      const { sessionId } = thief.session;
      await newcomer.app.client.revoke(sessionId, { reauthToken });
      assert.deepEqual(newcomer.app.answerOf('revokeSession'), { sessionId, revoked: true });
      assert.equal((await pushedTo(thief.app, 'force_logout')).length, 1);
      assert.equal((await newcomer.app.client.list())[0]?.confirmed, true);
      assert.equal(await newcomer.app.client.revokeOthers(), 1);
    });

    it('and is closed from it with a second factor', async () => {
      const user = await createUser();
      const [owner, thief, newcomer] = [
        await install(iPhone),
        await signIn(samsung, user),
        await signIn(tablet, user),
      ];
      await enrolPhone(user, '+15555550100');
      const bearer = await signInWithSecondFactor(user);
      const first = await owner.raw.post('registerSession', await owner.raw.registration(), {
        bearer,
      });
      assert.equal(first.status, 200);
      const session = await thief.app.start();
      await newcomer.app.start();
      const { sessionId } = session;
      const refused = await newcomer.app.raw.post('revokeSession', { sessionId });
      assert.deepEqual(refused.body.error?.details?.confirmBy, [
        ...['other_device', 'second_factor', 'time'],
      ]);
      const reauthToken = await signInWithSecondFactor(user);
      await newcomer.app.client.revoke(sessionId, { reauthToken });
      assert.deepEqual(newcomer.app.answerOf('revokeSession'), { sessionId, revoked: true });
    });

    it('and is not closed by what the thief has linked since', async () => {
      const { owner, thief } = await breakIn();
      const google = googleAccount();
      await linkWithCredential(thief.firstUser, google);
      const reauthToken = proofOf(await signIn(samsung, google), owner);
      await attack(thief.app, owner, { reauthToken });
    });
  });

  /** The ID token of a sign-in to the same account. */
  function proofOf({ firstUser, firstIdToken }: SignedIn, owner: LoggedIn): string {
    assert.equal(firstUser.uid, owner.firstUser.uid);
    return firstIdToken;
  }
});

/** A sign-in with a Google account that nobody has; the Auth emulator takes unsigned ID tokens. */
function googleAccount(): AuthCredential {
  const sub = randomUUID();
  const claims = { sub, email: `${sub}@gmail.com`, email_verified: true };
  return GoogleAuthProvider.credential(JSON.stringify(claims));
}
