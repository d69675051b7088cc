// A login on a new device, told to the user's other devices, with real Firebase apps as the devices.
import assert from 'node:assert/strict';
import { createUser } from '../../../clients/js/testing/users.ts';
import type { DeviceSession } from '../../src/domain/session/deviceSession.ts';
import { browser, iPhone, samsung, untilLaterSecond, useDevices } from './support/devices.ts';
import { deliverCreated } from './support/createdEvent.ts';

describe('a login on a new device', () => {
  const { backstage, install, logInEach } = useDevices();

  /** The texts of the alerts that went out to this push token. */
  async function alertsTo(pushToken: string): Promise<string[]> {
    const pushes = await backstage.pushesTo(pushToken);
    return pushes.flatMap(({ kind, message }) =>
      kind === 'login_alert' ? [message.data.body ?? ''] : [],
    );
  }

  it('alerts nobody when it is the first device', async () => {
    const { devices } = await logInEach(iPhone);
    assert.deepEqual(await backstage.pushesTo(devices[0].app.pushToken), []);
    assert.equal(devices[0].session.confirmed, true);
  });

  it('alerts the other device, and it alone, with name and place', async () => {
    const { devices } = await logInEach(iPhone, samsung);
    const [phone, thief] = devices;
    const [push, ...more] = await backstage.pushesTo(phone.app.pushToken);
    const body = 'Logged in on Samsung Galaxy S24 from Moscow. Was that you?';
    assert.equal(push?.kind, 'login_alert');
    assert.partialDeepStrictEqual(push.message.data, {
      action: 'login_alert',
      sessionId: thief.session.sessionId,
      signals: '["new_device"]',
      count: '1',
      title: 'New sign-in',
      body,
    });
    assert.equal(push.message.apns?.payload.aps.alert?.body, body);
    assert.equal(push.message.apns.payload.aps.category, 'LOGIN_ALERT');
    assert.deepEqual(more, []);
    assert.deepEqual(await backstage.pushesTo(thief.app.pushToken), []);
  });

  it('goes to confirmed devices only', async () => {
    const { devices } = await logInEach(iPhone, samsung, browser);
    const [phone, thief] = devices;
    assert.equal((await alertsTo(phone.app.pushToken)).length, 2);
    assert.deepEqual(await alertsTo(thief.app.pushToken), []);
  });

  it('names no place for an address that is reserved', async () => {
    const { devices } = await logInEach(iPhone, { ...samsung, address: '192.168.1.20' });
    const [phone] = devices;
    assert.deepEqual(await alertsTo(phone.app.pushToken), [
      'Logged in on Samsung Galaxy S24. Was that you?',
    ]);
  });

  it('takes the place from the address that the front end saw, not from what the caller wrote', async () => {
    const app = await install(samsung);
    await app.signIn(await createUser());
    const { body } = await app.raw.post('registerSession', await app.raw.registration(), {
      forwardedFor: '8.8.8.8',
    });
    const { session } = body.result as { session: DeviceSession };
    await backstage.untilAnnounced(session.sessionId);
    const stored = await backstage.firestore.doc(`deviceSessions/${session.sessionId}`).get();
    assert.equal(stored.get('location'), 'Moscow, Russia');
  });

  it('shows the clean name of a device that calls itself something hostile', async () => {
    const deviceName = '  Galaxy\u202e\u0000 S24\u200b\n\n(your\tphone) ';
    const { devices } = await logInEach(iPhone, { ...browser, deviceName });
    const [phone] = devices;
    assert.deepEqual(await alertsTo(phone.app.pushToken), [
      'Logged in on Galaxy S24 (your phone). Was that you?',
    ]);
  });

  it('speaks the language of the device that is alerted', async () => {
    const { devices } = await logInEach({ ...iPhone, locale: 'ru-RU' }, samsung);
    const [phone] = devices;
    assert.deepEqual(await alertsTo(phone.app.pushToken), [
      'Вход с Samsung Galaxy S24 · Moscow, Russia. Это вы?',
    ]);
  });

  it('alerts once when the same event is delivered again', async () => {
    const { user, devices } = await logInEach(iPhone, samsung);
    const [phone, other] = devices;
    const { sessionId } = other.session;
    const again = () => deliverCreated(sessionId, user.userId);
    const statuses = await Promise.all([again(), again()]);
    assert.ok(statuses.every((status) => status < 300));
    assert.equal((await alertsTo(phone.app.pushToken)).length, 1);
  });

  it('takes an event about a session that does not exist', async () => {
    assert.ok((await deliverCreated('AAAAAAAAAAAAAAAAAAAAAA', 'nobody')) < 300);
  });

  it('alerts nobody when it comes from a known device', async () => {
    const { user, devices } = await logInEach(iPhone, browser);
    const [phone, other] = devices;
    await phone.app.client.signOut();
    await untilLaterSecond(phone.firstIdToken);
    const again = await phone.app.logIn(user);
    await backstage.untilAnnounced(again.sessionId);
    assert.equal(again.confirmed, true);
    assert.deepEqual(await alertsTo(other.app.pushToken), []);
  });
});
