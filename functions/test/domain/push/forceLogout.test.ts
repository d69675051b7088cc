import assert from 'node:assert/strict';
import { forceLogoutMessage } from '../../../src/domain/push/sessionMessages.ts';
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

const DATA = {
  action: 'force_logout',
  reason: 'session_revoked',
  sessionId: 'receiver-session-id-22',
  ...FRAME_DATA,
};

describe('forceLogoutMessage', () => {
  it('is a high-priority data message that waits four weeks for an Android phone', () => {
    assert.deepEqual(forceLogoutMessage(receiver('ANDROID'), FRAME, NOW), {
      kind: 'force_logout',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: DATA,
        android: {
          priority: 'high',
          ttl: FOUR_WEEKS_MS,
          collapseKey: 'force_logout',
          directBootOk: true,
        },
      },
    });
  });

  it('is a background push for iOS', () => {
    assert.deepEqual(forceLogoutMessage(receiver('IOS'), FRAME, NOW), {
      kind: 'force_logout',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: DATA,
        apns: {
          headers: {
            'apns-push-type': 'background',
            'apns-priority': '5',
            'apns-expiration': EXPIRATION,
            'apns-collapse-id': 'force_logout',
          },
          payload: { aps: { contentAvailable: true } },
        },
      },
    });
  });

  it('is an urgent data message for the web', () => {
    assert.deepEqual(forceLogoutMessage(receiver('WEB'), FRAME, NOW), {
      kind: 'force_logout',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: DATA,
        webpush: { headers: { Urgency: 'high', TTL: FOUR_WEEKS_SECONDS, Topic: 'force_logout' } },
      },
    });
  });

  it('carries the token by which the device confirms', () => {
    const { message } = forceLogoutMessage(
      receiver('IOS'),
      { ...FRAME, receiptToken: 'receipt' },
      NOW,
    );
    assert.deepEqual(message.data, { ...DATA, receiptToken: 'receipt' });
  });
});
