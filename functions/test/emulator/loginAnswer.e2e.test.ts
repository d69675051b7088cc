// Telegram's story: a login on a new device is not trusted until another device has said "it was me",
// and ends where it says "it was not"; with real Firebase apps as the devices.
import assert from 'node:assert/strict';
import type { App } from '../../../clients/js/testing/app.ts';
import type { EndpointAnswer } from '../../../clients/js/testing/wire.ts';
import { endpointRefusalIn, postEndpoint, refusalIn } from '../../../clients/js/testing/wire.ts';
import type { DeviceSession } from '../../../clients/js/src/core/index.ts';
import {
  browser,
  iPhone,
  refusals,
  revokedBy,
  samsung,
  untilLaterSecond,
  useDevices,
} from './support/devices.ts';

describe('"Was that you?"', () => {
  const { backstage, logIn, logInEach, pushedTo } = useDevices();

  /** Two confirmed devices, both alerted of a login on a third. */
  async function alerted() {
    const { user, devices } = await logInEach(iPhone, browser);
    const [phone, laptop] = devices;
    await answer(phone.app, laptop.session, true);
    const login = await logIn(samsung, user);
    const [ofPhone, ofLaptop] = [await alertTo(phone.app), await alertTo(laptop.app)];
    return { user, phone, laptop, login, tokens: { ofPhone, ofLaptop } };
  }

  /** What this device was told of answers about that login. */
  const toldOf = async ({ app }: { app: App }, { session }: { session: DeviceSession }) =>
    (await pushedTo(app, 'login_answered')).filter(
      ({ sessionId }) => sessionId === session.sessionId,
    );

  /** The answer token of the latest alert. */
  async function alertTo(app: App): Promise<string> {
    return (await pushedTo(app, 'login_alert')).at(-1)?.answerToken ?? '';
  }

  async function answer(app: App, { sessionId }: DeviceSession, wasMe: boolean) {
    return await app.client.answer(sessionId, wasMe);
  }

  /** A tap on a button of the alert; resolves to what the server answered. */
  async function tap({ app }: { app: App }, token: string, wasMe: boolean) {
    await app.client.answerAlert(token, wasMe);
    return app.answerOf('answerLoginAlert');
  }
  const refusalOfAnswer = async (token: string, wasMe: boolean) =>
    endpointRefusalIn(await postEndpoint('answerLoginAlert', { token, wasMe }));

  const denied = { status: 200, body: { wasMe: false, revoked: true } };
  const confirmed = { status: 200, body: { wasMe: true, revoked: false } };

  /** Has the client exchange its refresh token. */
  async function renewedBy({ app }: { app: App }): Promise<void> {
    const before = await app.client.accessToken();
    assert.notEqual(await app.client.accessToken(before), before);
    assert.equal((app.answerOf('refreshTokens') as EndpointAnswer).status, 200);
  }

  async function isIn({ app }: { app: App }): Promise<boolean> {
    return (await app.raw.post('listSessions')).status === 200;
  }

  it('is asked about a login that is not confirmed, and listed before those that are', async () => {
    const { phone, login } = await alerted();
    assert.equal(login.session.confirmed, false);
    const sessions = await phone.app.client.list();
    assert.deepEqual(
      sessions.map(({ deviceName, confirmed: isConfirmed }) => [deviceName, isConfirmed]),
      [
        ['iPhone 15 Pro', true],
        ['Samsung Galaxy S24', false],
        ['Firefox on Linux', true],
      ],
    );
  });

  describe('answered "yes"', () => {
    it('confirms the session', async () => {
      const { phone, login } = await alerted();
      const session = await answer(phone.app, login.session, true);
      assert.equal(session.confirmed, true);
      assert.deepEqual(
        (await login.app.client.list()).map((one) => one.confirmed),
        [true, true, true],
      );
      assert.deepEqual(await pushedTo(login.app, 'force_logout'), []);
    });

    it('tells the session that waited for it, and the device that was asked too', async () => {
      const { phone, laptop, login, tokens } = await alerted();
      await tap(phone, tokens.ofPhone, true);
      for (const device of [login, laptop]) {
        const [told, ...more] = await toldOf(device, login);
        assert.equal(told?.wasMe, 'true');
        assert.deepEqual(more, []);
      }
      assert.deepEqual(await toldOf(phone, login), []);
    });

    it('makes the device known: its next login alerts nobody', async () => {
      const { user, phone, login, tokens } = await alerted();
      assert.deepEqual(await tap(phone, tokens.ofPhone, true), confirmed);
      await login.app.client.signOut();
      await untilLaterSecond(login.firstIdToken);
      const before = await pushedTo(phone.app, 'login_alert');
      const again = await login.app.logIn(user);
      await backstage.untilAnnounced(again.sessionId);
      assert.equal(again.confirmed, true);
      assert.deepEqual(await pushedTo(phone.app, 'login_alert'), before);
    });

    it('makes it one that is alerted and may answer itself', async () => {
      const { user, phone, login } = await alerted();
      await answer(phone.app, login.session, true);
      const next = await logIn(browser, user);
      assert.deepEqual(await tap(login, await alertTo(login.app), false), denied);
      assert.equal(await isIn(next), false);
    });

    it('can still be answered "no" by another device: deny wins', async () => {
      const { phone, laptop, login, tokens } = await alerted();
      assert.deepEqual(await tap(phone, tokens.ofPhone, true), confirmed);
      assert.deepEqual(await tap(phone, tokens.ofPhone, true), confirmed);
      assert.deepEqual(await tap(laptop, tokens.ofLaptop, false), denied);
      assert.equal(await isIn(login), false);
    });
  });

  describe('answered "no" from the lock screen', () => {
    it('ends exactly that session, tells its device, and kills its refresh family', async () => {
      const { phone, laptop, login, tokens } = await alerted();
      await renewedBy(login);
      assert.deepEqual(await tap(phone, tokens.ofPhone, false), denied);

      const ended = (await phone.app.client.list({ includeEnded: true })).filter(
        (one) => one.revokedAt !== null,
      );
      assert.deepEqual(
        ended.map(({ sessionId, revokedReason }) => [sessionId, revokedReason]),
        [[login.session.sessionId, 'denied']],
      );
      const [logout, ...more] = await pushedTo(login.app, 'force_logout');
      assert.equal(logout?.sessionId, login.session.sessionId);
      assert.deepEqual(more, []);
      assert.deepEqual(refusalIn(await login.app.raw.post('listSessions')), revokedBy('denied'));
      const refresh = endpointRefusalIn(await login.app.raw.refreshTokens());
      assert.deepEqual(refresh, refusals.sessionRevoked);
      for (const { app } of [phone, laptop]) {
        assert.deepEqual(await pushedTo(app, 'force_logout'), []);
        assert.equal((await app.client.list()).length, 2);
        await renewedBy({ app });
      }
    });

    it('withdraws the alert on the other device', async () => {
      const { phone, laptop, login, tokens } = await alerted();
      await tap(phone, tokens.ofPhone, false);
      const [told, ...more] = await toldOf(laptop, login);
      assert.equal(told?.wasMe, 'false');
      assert.deepEqual(more, []);
      assert.deepEqual(await toldOf(phone, login), []);
      assert.deepEqual(await toldOf(login, login), []);
    });

    it('forgets the device: its next login is asked about again', async () => {
      const { user, phone, login, tokens } = await alerted();
      await tap(phone, tokens.ofPhone, false);
      await untilLaterSecond(login.firstIdToken);
      const again = await login.app.logIn(user);
      await backstage.untilAnnounced(again.sessionId);
      assert.equal(again.confirmed, false);
      const alert = (await pushedTo(phone.app, 'login_alert')).at(-1);
      assert.equal(alert?.sessionId, again.sessionId);
      assert.deepEqual(await tap(phone, alert.answerToken ?? '', false), denied);
    });

    it('gives the same result to the same answer again, and to its opposite', async () => {
      const { phone, laptop, login, tokens } = await alerted();
      for (const wasMe of [false, false, true]) {
        assert.deepEqual(await tap(phone, tokens.ofPhone, wasMe), denied);
      }
      assert.deepEqual(await tap(laptop, tokens.ofLaptop, true), denied);
      await answer(laptop.app, login.session, true);

      assert.equal(await isIn(login), false);
      const [, , ended] = await phone.app.client.list({ includeEnded: true });
      assert.deepEqual([ended?.revokedReason, ended?.confirmed], ['denied', false]);
      assert.equal((await pushedTo(login.app, 'force_logout')).length, 1);
      assert.equal((await toldOf(laptop, login)).length, 1);
    });
  });

  describe('cannot be answered', () => {
    it('with the token of a session that has been closed meanwhile', async () => {
      const { phone, laptop, login, tokens } = await alerted();
      await laptop.app.client.revoke(phone.session.sessionId);
      for (const wasMe of [true, false]) {
        const refusal = await refusalOfAnswer(tokens.ofPhone, wasMe);
        assert.deepEqual(refusal, refusals.sessionRevoked);
      }
      assert.equal(await isIn(login), true);
      assert.equal((await login.app.client.list())[0]?.confirmed, false);
    });

    it('with a token that is not quite the one of the alert', async () => {
      const { laptop, phone, login, tokens } = await alerted();
      const [header, payload, signature = ''] = tokens.ofPhone.split('.');
      const [, otherPayload] = tokens.ofLaptop.split('.');
      const none = Buffer.from('{"alg":"none","typ":"login-answer+jwt"}').toString('base64url');
      await laptop.app.client.revoke(login.session.sessionId);
      const [logout] = await pushedTo(login.app, 'force_logout');
      const fakes = {
        'with the payload of another': `${header}.${otherPayload}.${signature}`,
        'with another signature': `${header}.${payload}.${flipped(signature)}`,
        'with no signature': `${none}.${payload}.`,
        'a receipt token': logout?.receiptToken ?? '',
        'an ID token': await phone.app.raw.idToken(),
        rubbish: 'rubbish',
      };
      for (const [what, token] of Object.entries(fakes)) {
        const refusal = await refusalOfAnswer(token, true);
        assert.deepEqual(refusal, refusals.tokenInvalid, what);
      }
    });

    it('by a session that is itself not confirmed, nor about itself', async () => {
      const { user, phone, login } = await alerted();
      const other = await logIn(samsung, user);
      for (const wasMe of [true, false]) {
        const { sessionId } = other.session;
        const refused = await login.app.raw.post('answerLogin', { sessionId, wasMe });
        assert.partialDeepStrictEqual(refusalIn(refused), {
          status: 403,
          reason: 'session_unconfirmed',
        });
      }
      const { sessionId } = phone.session;
      const own = await phone.app.raw.post('answerLogin', { sessionId, wasMe: true });
      assert.deepEqual(refusalIn(own), refusals.currentSession);
      assert.equal(await isIn(other), true);
    });
  });

  it('ends with a receipt: the logged-out device says when it has wiped itself', async () => {
    const { phone, login, tokens } = await alerted();
    await tap(phone, tokens.ofPhone, false);
    const receiptOf = async () =>
      (await phone.app.client.list({ includeEnded: true })).at(-1)?.logoutConfirmedAt;
    assert.equal(await receiptOf(), null);

    const [logout = {}] = await pushedTo(login.app, 'force_logout');
    const confirm = async () => {
      assert.equal(await login.app.client.handlePush(logout), 'ended');
      return login.app.answerOf('confirmLogout') as EndpointAnswer;
    };
    const first = await confirm();
    assert.equal(first.status, 200);
    assert.equal(await receiptOf(), first.body.logoutConfirmedAt);
    assert.equal(login.app.currentUser(), null);

    assert.deepEqual(await confirm(), first);
    assert.deepEqual(
      login.app.ended.map(({ revokedReason }) => revokedReason),
      ['denied'],
    );
    const withAnswer = await postEndpoint('confirmLogout', { token: tokens.ofPhone });
    assert.deepEqual(endpointRefusalIn(withAnswer), refusals.tokenInvalid);
  });
});

/** The signature with one bit of its middle changed. */
function flipped(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(32) ^ 1, 32);
  return bytes.toString('base64url');
}
