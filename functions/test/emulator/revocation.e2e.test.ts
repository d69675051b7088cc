// Closing sessions and keeping them, with real Firebase apps as the devices.
import assert from 'node:assert/strict';
import { refusalIn } from '../../../clients/js/testing/wire.ts';
import type { App } from '../../../clients/js/testing/app.ts';
import { browser, iPhone, refusals, revokedBy, samsung, useDevices } from './support/devices.ts';

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
});
