// A login on a new device, told to the user's other devices, with real Firebase apps as the devices.
import assert from 'node:assert/strict';
import { createUser } from '../../../clients/js/testing/users.ts';
import type { DeviceSession } from '../../src/domain/session/deviceSession.ts';
import { browser, iPhone, samsung, useDevices } from './support/devices.ts';
import { deliverCreated } from './support/createdEvent.ts';

describe('a login on a new device', () => {
  const { backstage, install, logInEach } = useDevices();

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
    const [push] = await backstage.pushesTo(phone.app.pushToken);
    assert.equal(push?.message.data.body, 'Logged in on Galaxy S24 (your phone). Was that you?');
  });

  it('takes an event about a session that does not exist', async () => {
    assert.ok((await deliverCreated('AAAAAAAAAAAAAAAAAAAAAA', 'nobody')) < 300);
  });
});
