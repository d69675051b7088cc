import assert from 'node:assert/strict';
import { securityAlertMessage } from '../../../src/domain/push/sessionMessages.ts';
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

const THEFT = {
  sessionId: 'stolen-session-id-22-c',
  deviceName: 'Samsung Galaxy S24',
  deviceType: 'ANDROID',
  ...FRAME,
} as const;
const TITLE = 'Security alert';
const BODY =
  'A copied sign-in of Samsung Galaxy S24 was stopped. That device has been signed out. Review your sessions and change your password.';
const FACTS = { action: 'security_alert', sessionId: 'stolen-session-id-22-c', ...FRAME_DATA };

describe('securityAlertMessage', () => {
  it('is data only and high for Android, and collapses with no other', () => {
    assert.deepEqual(securityAlertMessage(receiver('ANDROID'), THEFT, NOW), {
      kind: 'security_alert',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: { ...FACTS, title: TITLE, body: BODY },
        android: { priority: 'high', ttl: FOUR_WEEKS_MS },
      },
    });
  });

  it('is an alert without buttons for iOS', () => {
    assert.deepEqual(securityAlertMessage(receiver('IOS'), THEFT, NOW), {
      kind: 'security_alert',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: { ...FACTS, title: TITLE, body: BODY },
        apns: {
          headers: {
            'apns-push-type': 'alert',
            'apns-priority': '10',
            'apns-expiration': EXPIRATION,
            'apns-collapse-id': 'security_alert-stolen-session-id-22-c',
          },
          payload: {
            aps: {
              alert: { title: TITLE, body: BODY },
              mutableContent: true,
              sound: 'default',
              threadId: 'security_alert',
              'interruption-level': 'time-sensitive',
            },
          },
        },
      },
    });
  });

  it('is a notification without buttons for the web', () => {
    assert.deepEqual(securityAlertMessage(receiver('WEB'), THEFT, NOW), {
      kind: 'security_alert',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: { ...FACTS, title: TITLE, body: BODY },
        webpush: {
          headers: { Urgency: 'high', TTL: FOUR_WEEKS_SECONDS },
          notification: {
            title: TITLE,
            body: BODY,
            tag: 'security_alert-stolen-session-id-22-c',
            requireInteraction: true,
            renotify: true,
            data: FACTS,
          },
        },
      },
    });
  });

  it('shows no name that could be a link', () => {
    const theft = { ...THEFT, deviceName: 'www.evil.com' };
    const { message } = securityAlertMessage(receiver('WEB'), theft, NOW);
    assert.match(message.data.body ?? '', /A copied sign-in of Android device was stopped/);
  });

  it('says in Russian what was stopped and what to do', () => {
    const { message } = securityAlertMessage(receiver('ANDROID', 'ru'), THEFT, NOW);
    assert.equal(
      message.data.body,
      'Вход по копии сеанса остановлен: Samsung Galaxy S24. Сеанс на этом устройстве завершён. Проверьте свои сеансы и смените пароль.',
    );
  });
});
