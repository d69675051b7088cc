import assert from 'node:assert/strict';
import type { Message } from 'firebase-admin/messaging';
import { forceLogoutMessage } from '../../src/domain/push/forceLogout.ts';
import { loginAlertMessage } from '../../src/domain/push/loginAlert.ts';
import { loginAnsweredMessage } from '../../src/domain/push/loginAnswered.ts';
import { securityAlertMessage } from '../../src/domain/push/securityAlert.ts';
import { type FcmMessage } from '../../src/domain/push/fcmPayload.ts';
import { type PushMessage } from '../../src/domain/push/pushMessage.ts';
import {
  deviceTypes,
  type DeviceType,
  type PushReceiver,
} from '../../src/domain/session/session.ts';
import { startFcmServer, type FcmServer } from './fcmServer.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const EXPIRATION = String(Date.parse('2026-03-29T12:00:00Z') / 1000);
const FOUR_WEEKS = '2419200';
const BODY = 'Logged in on Samsung Galaxy S24 from Moscow. Was that you?';
const ALERT_FACTS = {
  action: 'login_alert',
  sessionId: 'new-session',
  answerToken: 'answer',
  signals: '["new_device"]',
  count: '1',
  tag: 'login-first',
  pushId: 'push-id',
  receiverSessionId: 'own-session',
};

const FRAME = { pushId: 'push-id', until: new Date('2026-03-29T12:00:00Z') };
const FRAME_DATA = { pushId: 'push-id', receiverSessionId: 'own-session' };

const receiver = (deviceType: DeviceType): PushReceiver => ({
  sessionId: 'own-session',
  deviceType,
  pushToken: { kind: 'token', value: 'push-token' },
  locale: 'en',
});
const forceLogout = (deviceType: DeviceType) =>
  forceLogoutMessage(receiver(deviceType), FRAME, NOW);
const loginAlert = (deviceType: DeviceType) =>
  loginAlertMessage(
    receiver(deviceType),
    {
      ...FRAME,
      sessionId: 'new-session',
      deviceName: 'Samsung Galaxy S24',
      deviceType: 'ANDROID',
      mayConfirm: true,
      hasEnded: false,
      accountChanged: false,
      place: { city: 'Moscow', country: 'Russia', countryCode: 'RU', latitude: 0, longitude: 0 },
      answerToken: 'answer',
      signals: ['new_device'],
      count: 1,
      burstId: 'first',
      silent: false,
    },
    NOW,
  );

describe('what goes over the wire to FCM', () => {
  let fcm: FcmServer;

  before(async () => {
    fcm = await startFcmServer();
  });

  after(() => fcm.close());

  /** The message as FCM receives it, after the Admin SDK has validated and rewritten it. */
  async function sent({ message }: PushMessage): Promise<unknown> {
    // The type proves that our message is one of the SDK's.
    const ours: FcmMessage = message;
    const theirs: Message = ours;
    const before = structuredClone(message);
    await fcm.messaging.send(theirs);
    assert.deepEqual(message, before, 'the message is as it was, for another try');
    const request = fcm.requests.at(-1);
    assert.equal(request?.headers.host, 'fcm.googleapis.com');
    assert.equal(request?.path, '/v1/projects/demo-fcm/messages:send');
    return (request?.body as { message: unknown }).message;
  }

  it('is a force logout for Android', async () => {
    assert.deepEqual(await sent(forceLogout('ANDROID')), {
      token: 'push-token',
      data: {
        action: 'force_logout',
        reason: 'session_revoked',
        sessionId: 'own-session',
        ...FRAME_DATA,
      },
      android: {
        priority: 'high',
        ttl: '2419200s',
        collapse_key: 'force_logout',
        direct_boot_ok: true,
      },
    });
  });

  it('is a force logout for iOS', async () => {
    assert.deepEqual(await sent(forceLogout('IOS')), {
      token: 'push-token',
      data: {
        action: 'force_logout',
        reason: 'session_revoked',
        sessionId: 'own-session',
        ...FRAME_DATA,
      },
      apns: {
        headers: {
          'apns-push-type': 'background',
          'apns-priority': '5',
          'apns-expiration': EXPIRATION,
          'apns-collapse-id': 'force_logout',
        },
        payload: { aps: { 'content-available': 1 } },
      },
    });
  });

  it('is a force logout for the web', async () => {
    assert.deepEqual(await sent(forceLogout('WEB')), {
      token: 'push-token',
      data: {
        action: 'force_logout',
        reason: 'session_revoked',
        sessionId: 'own-session',
        ...FRAME_DATA,
      },
      webpush: { headers: { Urgency: 'high', TTL: FOUR_WEEKS, Topic: 'force_logout' } },
    });
  });

  it('is a login alert for Android', async () => {
    assert.deepEqual(await sent(loginAlert('ANDROID')), {
      token: 'push-token',
      data: {
        ...ALERT_FACTS,
        denyLabel: 'No, close this session',
        confirmLabel: 'Yes, it was me',
        title: 'New sign-in',
        body: BODY,
      },
      android: { priority: 'high', ttl: '2419200s', collapse_key: 'login-first' },
    });
  });

  it('is a login alert for iOS', async () => {
    assert.deepEqual(await sent(loginAlert('IOS')), {
      token: 'push-token',
      data: { ...ALERT_FACTS, title: 'New sign-in', body: BODY },
      apns: {
        headers: {
          'apns-push-type': 'alert',
          'apns-priority': '10',
          'apns-expiration': EXPIRATION,
          'apns-collapse-id': 'login-first',
        },
        payload: {
          aps: {
            alert: { title: 'New sign-in', body: BODY },
            category: 'LOGIN_ALERT',
            'mutable-content': 1,
            sound: 'default',
            'thread-id': 'login_alert',
            'interruption-level': 'time-sensitive',
          },
        },
      },
    });
  });

  it('is a login alert for the web', async () => {
    assert.deepEqual(await sent(loginAlert('WEB')), {
      token: 'push-token',
      data: { ...ALERT_FACTS, title: 'New sign-in', body: BODY },
      webpush: {
        headers: { Urgency: 'high', TTL: FOUR_WEEKS, Topic: 'login-first' },
        notification: {
          title: 'New sign-in',
          body: BODY,
          tag: 'login-first',
          requireInteraction: true,
          renotify: true,
          actions: [
            { action: 'deny', title: 'No, close this session' },
            { action: 'confirm', title: 'Yes, it was me' },
          ],
          data: ALERT_FACTS,
        },
      },
    });
  });

  for (const deviceType of deviceTypes) {
    it(`is the same to an installation id (${deviceType})`, async () => {
      for (const push of [forceLogout(deviceType), loginAlert(deviceType)]) {
        const { token, ...content } = push.message;
        const { token: _, ...wanted } = (await sent(push)) as { token: string };
        const message = { ...content, fid: token! };
        assert.deepEqual(await sent({ ...push, message }), { ...wanted, fid: 'push-token' });
      }
    });

    it(`passes the validation of the Admin SDK in every other kind (${deviceType})`, async () => {
      const to = receiver(deviceType);
      const theft = {
        ...FRAME,
        sessionId: 'stolen-session',
        deviceName: 'Samsung Galaxy S24',
        deviceType: 'ANDROID',
      } as const;
      for (const push of [
        securityAlertMessage(to, theft, NOW),
        loginAnsweredMessage(to, { ...FRAME, sessionId: 'new-session', wasMe: true }, NOW),
        forceLogoutMessage(to, { ...FRAME, receiptToken: 'receipt' }, NOW),
      ]) {
        const wire = (await sent(push)) as { token: string; data: unknown };
        assert.equal(wire.token, 'push-token');
        assert.deepEqual(wire.data, push.message.data);
      }
    });
  }
});
