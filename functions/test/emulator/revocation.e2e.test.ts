// Closing sessions and keeping them, with real Firebase apps as the devices.
import assert from 'node:assert/strict';
import { refusalIn } from '../../../clients/js/testing/wire.ts';
import type { App } from '../../../clients/js/testing/app.ts';
import { browser, iPhone, refusals, revokedBy, samsung, useDevices } from './support/devices.ts';
import { setTimes } from './support/storedSession.ts';

describe('sessions', () => {
  const { backstage, logInEach } = useDevices();

  async function logoutsTo(app: App): Promise<Record<string, string>[]> {
    const pushes = await backstage.pushesTo(app.pushToken);
    return pushes.flatMap(({ kind, message }) => (kind === 'force_logout' ? [message.data] : []));
  }

  it('are listed with this device first, then what is unconfirmed, each with its place', async () => {
    const { devices } = await logInEach({ ...iPhone, address: '212.27.48.10' }, browser, samsung);
    const [phone, firefox] = devices;
    const sessions = await phone.app.client.list();
    assert.deepEqual(
      sessions.map(({ deviceName, isCurrentDevice, confirmed, location }) => ({
        deviceName,
        isCurrentDevice,
        confirmed,
        location,
      })),
      [
        {
          deviceName: 'iPhone 15 Pro',
          isCurrentDevice: true,
          confirmed: true,
          location: 'Paris, France',
        },
        {
          deviceName: 'Samsung Galaxy S24',
          isCurrentDevice: false,
          confirmed: false,
          location: 'Moscow, Russia',
        },
        {
          deviceName: 'Firefox on Linux',
          isCurrentDevice: false,
          confirmed: false,
          location: null,
        },
      ],
    );
    const [first] = await firefox.app.client.list();
    assert.equal(first?.sessionId, firefox.session.sessionId);
  });

  it('show nothing that only the backend may know', async () => {
    const { devices } = await logInEach(iPhone);
    const [session] = await devices[0].app.client.list();
    assert.deepEqual(Object.keys(session ?? {}).sort(), [
      'appVersion',
      'confirmed',
      'createdAt',
      'deviceName',
      'deviceType',
      'expiresAt',
      'isCurrentDevice',
      'lastActiveAt',
      'location',
      'officialApp',
      'platform',
      'secondFactor',
      'sessionId',
      'signInProvider',
      'signals',
    ]);
  });

  it('are closed one by one: the device is told, and gone from the list', async () => {
    const { devices } = await logInEach(iPhone, samsung);
    const [phone, thief] = devices;
    const { sessionId } = thief.session;
    for (const _ of ['at first', 'again']) {
      await phone.app.client.revoke(sessionId);
      assert.deepEqual(phone.app.answerOf('revokeSession'), { sessionId, revoked: true });
    }
    const [logout, ...more] = await logoutsTo(thief.app);
    const { action, reason } = logout ?? {};
    assert.deepEqual(
      { action, reason, sessionId: logout?.sessionId },
      { action: 'force_logout', reason: 'session_revoked', sessionId },
    );
    assert.deepEqual(more, []);
    assert.deepEqual(await logoutsTo(phone.app), []);
    assert.equal((await phone.app.client.list()).length, 1);
  });

  it('tell an Android device at high priority, an iPhone in the background, a browser urgently', async () => {
    const { devices } = await logInEach(iPhone, samsung, browser, iPhone);
    const [hand, android, web, otherPhone] = devices;
    await hand.app.client.revokeOthers();
    const logoutOf = async (app: App) =>
      (await backstage.pushesTo(app.pushToken)).find(({ kind }) => kind === 'force_logout')
        ?.message;
    assert.equal((await logoutOf(android.app))?.android?.priority, 'high');
    assert.equal((await logoutOf(web.app))?.webpush?.headers.Urgency, 'high');
    const { headers, payload } = (await logoutOf(otherPhone.app))?.apns ?? {};
    assert.equal(headers?.['apns-push-type'], 'background');
    assert.equal(headers?.['apns-priority'], '5');
    assert.deepEqual(payload?.aps, { contentAvailable: true });
  });

  it('are closed all at once but the one in hand', async () => {
    const { devices } = await logInEach(iPhone, samsung, browser);
    const [phone, ...others] = devices;
    assert.equal(await phone.app.client.revokeOthers(), 2);
    for (const { app, session } of others) {
      assert.deepEqual(
        (await logoutsTo(app)).map(({ sessionId }) => sessionId),
        [session.sessionId],
      );
      assert.deepEqual(refusalIn(await app.raw.post('listSessions')), revokedBy('others'));
    }
    assert.equal((await phone.app.client.list()).length, 1);
    assert.equal(await phone.app.client.revokeOthers(), 0);
  });

  it('end by signOut on the device in hand, and by that alone', async () => {
    const { devices } = await logInEach(iPhone, browser);
    const [phone, firefox] = devices;
    const { sessionId } = phone.session;
    const own = await phone.app.raw.post('revokeSession', { sessionId });
    assert.deepEqual(refusalIn(own), refusals.currentSession);
    await firefox.app.client.signOut();
    assert.deepEqual(firefox.app.answerOf('signOut'), {});
    assert.equal(firefox.app.currentUser(), null);
    assert.deepEqual(refusalIn(await firefox.app.raw.post('listSessions')), revokedBy('sign_out'));
    assert.deepEqual(await logoutsTo(firefox.app), []);
    assert.equal((await phone.app.client.list()).length, 1);
  });

  it("of another user cannot be told from those that don't exist", async () => {
    const [phone] = (await logInEach(iPhone)).devices;
    const [stranger] = (await logInEach(samsung)).devices;
    const { sessionId } = stranger.session;
    const answers = [
      await phone.app.raw.post('revokeSession', { sessionId }),
      await phone.app.raw.post('revokeSession', { sessionId: 'AAAAAAAAAAAAAAAAAAAAAA' }),
    ];
    assert.deepEqual(answers.map(refusalIn), [refusals.sessionNotFound, refusals.sessionNotFound]);
    assert.deepEqual(answers[0]?.body, answers[1]?.body);
    assert.equal((await stranger.app.client.list()).length, 1);
    assert.deepEqual(await logoutsTo(stranger.app), []);
  });

  it('past their time have ended', async () => {
    const { devices } = await logInEach(iPhone, samsung);
    const [phone, other] = devices;
    const past = { expiresAt: new Date(Date.now() - 1000) };
    await setTimes(backstage.firestore, other.session.sessionId, past);
    assert.deepEqual(refusalIn(await other.app.raw.post('listSessions')), {
      ...refusals.sessionExpired,
      revokedReason: 'expired',
    });
    // Its login still waits for an answer, and is shown for that.
    assert.equal((await phone.app.client.list()).length, 2);
    const { sessionId } = other.session;
    await phone.app.raw.post('answerLogin', { sessionId, wasMe: false });
    assert.equal((await phone.app.client.list()).length, 1);
  });

  describe('kept up to date', () => {
    it('send pushes to the new push token, and none to the old one', async () => {
      const { devices } = await logInEach(iPhone, samsung);
      const [phone, thief] = devices;
      const pushToken = `${thief.app.pushToken}-renewed`;
      await thief.app.client.update({ pushToken });
      await phone.app.client.revoke(thief.session.sessionId);
      assert.deepEqual(await logoutsTo(thief.app), []);
      assert.equal((await backstage.pushesTo(pushToken)).length, 1);
    });

    it('show their new name and version', async () => {
      const { devices } = await logInEach(browser);
      const [phone] = devices;
      const { session } = await phone.app.client.update({
        deviceName: "Alice's iPhone",
        platform: 'iOS 18.0',
        appVersion: '2.1.0',
      });
      const { deviceName, platform, appVersion } = session;
      assert.deepEqual([deviceName, platform, appVersion], ["Alice's iPhone", 'iOS 18.0', '2.1.0']);
      assert.deepEqual(await phone.app.client.list(), [session]);
    });

    it('count as active now, once the last activity is old enough to be written again', async () => {
      const { devices } = await logInEach(browser);
      const [phone] = devices;
      const { session: young } = await phone.app.client.update();
      assert.equal(young.lastActiveAt, phone.session.lastActiveAt);
      const before = Date.now();
      const old = { lastActiveAt: new Date(before - 301_000) };
      await setTimes(backstage.firestore, phone.session.sessionId, old);
      const { session } = await phone.app.client.update();
      assert.ok(Date.parse(session.lastActiveAt) >= before);
      assert.deepEqual(await phone.app.client.list(), [session]);
    });
  });
});
