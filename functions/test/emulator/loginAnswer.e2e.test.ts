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
    await phone.app.client.answer(laptop.session.sessionId, true);
    const login = await logIn(samsung, user);
    const [ofLaptop] = await pushedTo(laptop.app, 'login_alert');
    assert.equal(ofLaptop?.sessionId, login.session.sessionId);
    return { user, phone, laptop, login, token: await alertTo(phone.app) };
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

  /** A tap on a button of the alert; resolves to what the server answered. */
  async function tap({ app }: { app: App }, token: string, wasMe: boolean) {
    await app.client.answerAlert(token, wasMe);
    return app.answerOf('answerLoginAlert');
  }

  const denied = { status: 200, body: { wasMe: false, revoked: true } };
  const confirmed = { status: 200, body: { wasMe: true, revoked: false } };

  /** Has the client exchange its refresh token. */
  async function renewedBy({ app }: { app: App }): Promise<void> {
    const before = await app.client.accessToken();
    assert.notEqual(await app.client.accessToken(before), before);
    assert.equal((app.answerOf('refreshTokens') as EndpointAnswer).status, 200);
  }

  it('answered "yes" confirms the session, tells all who waited, and makes the device known', async () => {
    const { user, phone, laptop, login, token } = await alerted();
    assert.deepEqual(
      (await phone.app.client.list()).map(({ deviceName, confirmed: is }) => [deviceName, is]),
      [
        ['iPhone 15 Pro', true],
        ['Samsung Galaxy S24', false],
        ['Firefox on Linux', true],
      ],
    );
    assert.deepEqual(await tap(phone, token, true), confirmed);
    assert.deepEqual(
      (await login.app.client.list()).map((one) => one.confirmed),
      [true, true, true],
    );
    for (const device of [login, laptop]) {
      const [told, ...more] = await toldOf(device, login);
      assert.deepEqual([told?.wasMe, more], ['true', []]);
    }
    assert.deepEqual(await toldOf(phone, login), []);
    assert.deepEqual(await pushedTo(login.app, 'force_logout'), []);
    await login.app.client.signOut();
    await untilLaterSecond(login.firstIdToken);
    const before = await pushedTo(phone.app, 'login_alert');
    const again = await login.app.logIn(user);
    await backstage.untilAnnounced(again.sessionId);
    assert.equal(again.confirmed, true);
    assert.deepEqual(await pushedTo(phone.app, 'login_alert'), before);
  });

  describe('answered "no" from the lock screen', () => {
    it('ends exactly that session, tells its device and the others, and kills its refresh family', async () => {
      const { phone, laptop, login, token } = await alerted();
      await renewedBy(login);
      assert.deepEqual(await tap(phone, token, false), denied);

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
      const [told, ...others] = await toldOf(laptop, login);
      assert.deepEqual([told?.wasMe, others], ['false', []]);
      assert.deepEqual([...(await toldOf(phone, login)), ...(await toldOf(login, login))], []);
    });

    it('forgets the device: its next login is asked about again', async () => {
      const { user, phone, login, token } = await alerted();
      await tap(phone, token, false);
      await untilLaterSecond(login.firstIdToken);
      const again = await login.app.logIn(user);
      await backstage.untilAnnounced(again.sessionId);
      assert.equal(again.confirmed, false);
      const alert = (await pushedTo(phone.app, 'login_alert')).at(-1);
      assert.equal(alert?.sessionId, again.sessionId);
      assert.deepEqual(await tap(phone, alert.answerToken ?? '', false), denied);
    });
  });

  it('ends with a receipt: the logged-out device says when it has wiped itself', async () => {
    const { phone, login, token } = await alerted();
    await tap(phone, token, false);
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
    const withAnswer = await postEndpoint('confirmLogout', { token });
    assert.deepEqual(endpointRefusalIn(withAnswer), refusals.tokenInvalid);
  });
});
