// Each small message for each platform, whole; what FCM makes of it: clients/fcmMessages.test.ts.
import assert from 'node:assert/strict';
import type { PushMessage } from '../../../src/domain/push/pushMessage.ts';
import {
  forceLogoutMessage,
  loginAnsweredMessage,
  securityAlertMessage,
} from '../../../src/domain/push/sessionMessages.ts';
import { deviceTypes, type PushReceiver } from '../../../src/domain/session/session.ts';
import {
  EXPIRATION,
  FOUR_WEEKS_MS,
  FOUR_WEEKS_SECONDS,
  FRAME,
  FRAME_DATA,
  NOW,
  PUSH_TOKEN,
  receiver,
} from './pushReceivers.ts';

const sessionId = 'the-other-session-of22';
const named = {
  ...FRAME,
  sessionId,
  deviceName: 'Samsung Galaxy S24',
  deviceType: 'ANDROID',
} as const;
const title = 'Security alert';
const body =
  'A copied sign-in of Samsung Galaxy S24 was stopped. That device has been signed out. Review your sessions and change your password.';
const tag = `security_alert-${sessionId}`;
const background = { 'apns-push-type': 'background', 'apns-priority': '5' };

interface Expected {
  make(to: PushReceiver): PushMessage;
  data: Record<string, string>;
  android: object;
  apns: { headers: object; aps: object };
  webpush: { headers: object; notification?: object };
}

const messages: Record<string, Expected> = {
  /** Waits four weeks for the device. */
  force_logout: {
    make: (to) => forceLogoutMessage(to, { ...FRAME, receiptToken: 'receipt' }, NOW),
    data: {
      ...{ reason: 'session_revoked', sessionId: 'receiver-session-id-22' },
      receiptToken: 'receipt',
    },
    android: { priority: 'high', collapseKey: 'force_logout', directBootOk: true },
    apns: {
      headers: { ...background, 'apns-collapse-id': 'force_logout' },
      aps: { contentAvailable: true },
    },
    webpush: { headers: { Urgency: 'high', Topic: 'force_logout' } },
  },
  /** Collapses with no alert and no other answer. */
  login_answered: {
    make: (to) => loginAnsweredMessage(to, { ...FRAME, sessionId, wasMe: false }, NOW),
    data: { sessionId, wasMe: 'false', tag: `login-${sessionId}` },
    android: { priority: 'normal' },
    apns: { headers: background, aps: { contentAvailable: true } },
    webpush: { headers: { Urgency: 'normal' } },
  },
  /** Without buttons; replaced by none but itself. */
  security_alert: {
    make: (to) => securityAlertMessage(to, named, NOW),
    data: { sessionId, title, body },
    android: { priority: 'high' },
    apns: {
      headers: { 'apns-push-type': 'alert', 'apns-priority': '10', 'apns-collapse-id': tag },
      aps: {
        ...{ alert: { title, body }, mutableContent: true, sound: 'default' },
        ...{ threadId: 'security_alert', 'interruption-level': 'time-sensitive' },
      },
    },
    webpush: {
      headers: { Urgency: 'high' },
      notification: {
        ...{ title, body, tag, requireInteraction: true, renotify: true },
        data: { action: 'security_alert', sessionId, ...FRAME_DATA },
      },
    },
  },
};

describe('a message about a session', () => {
  for (const [kind, { make, data, android, apns, webpush }] of Object.entries(messages)) {
    const parts = {
      ANDROID: { android: { ttl: FOUR_WEEKS_MS, ...android } },
      IOS: {
        apns: {
          headers: { 'apns-expiration': EXPIRATION, ...apns.headers },
          payload: { aps: apns.aps },
        },
      },
      WEB: { webpush: { ...webpush, headers: { TTL: FOUR_WEEKS_SECONDS, ...webpush.headers } } },
    };
    for (const deviceType of deviceTypes) {
      it(`is ${kind} for ${deviceType}`, () => {
        assert.deepEqual(make(receiver(deviceType)), {
          ...{ kind, sessionId: 'receiver-session-id-22' },
          message: {
            token: PUSH_TOKEN,
            data: { action: kind, ...FRAME_DATA, ...data },
            ...parts[deviceType],
          },
        });
      });
    }
  }

  it('tells a confirmation from a denial', () => {
    const answer = { ...FRAME, sessionId, wasMe: true };
    const { message } = loginAnsweredMessage(receiver('WEB'), answer, NOW);
    assert.equal(message.data.wasMe, 'true');
  });

  it('carries no receipt token where there is none', () => {
    const { data } = forceLogoutMessage(receiver('IOS'), FRAME, NOW).message;
    assert.equal('receiptToken' in data, false);
  });

  it('shows no name that could be a link, and speaks the receiver’s language', () => {
    const theft = { ...named, deviceName: 'www.evil.com' };
    const bodyFor = (to: PushReceiver, of: typeof theft = named) =>
      securityAlertMessage(to, of, NOW).message.data.body;
    assert.match(bodyFor(receiver('WEB'), theft) ?? '', /^A copied sign-in of Android device was/);
    assert.equal(
      bodyFor(receiver('ANDROID', 'ru')),
      'Вход по копии сеанса остановлен: Samsung Galaxy S24. Сеанс на этом устройстве завершён. Проверьте свои сеансы и смените пароль.',
    );
  });
});
