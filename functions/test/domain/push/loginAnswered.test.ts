import assert from 'node:assert/strict';
import { loginAnsweredMessage } from '../../../src/domain/push/sessionMessages.ts';
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

const ANSWER = { sessionId: 'new-session-id-of-22-c', wasMe: false, ...FRAME };
const DATA = {
  action: 'login_answered',
  sessionId: 'new-session-id-of-22-c',
  wasMe: 'false',
  tag: 'login-new-session-id-of-22-c',
  ...FRAME_DATA,
};

describe('loginAnsweredMessage', () => {
  it('is a data message for Android that collapses with no alert and no other answer', () => {
    assert.deepEqual(loginAnsweredMessage(receiver('ANDROID'), ANSWER, NOW), {
      kind: 'login_answered',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: DATA,
        android: { priority: 'normal', ttl: FOUR_WEEKS_MS },
      },
    });
  });

  it('is a background push for iOS', () => {
    assert.deepEqual(loginAnsweredMessage(receiver('IOS'), ANSWER, NOW), {
      kind: 'login_answered',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: DATA,
        apns: {
          headers: {
            'apns-push-type': 'background',
            'apns-priority': '5',
            'apns-expiration': EXPIRATION,
          },
          payload: { aps: { contentAvailable: true } },
        },
      },
    });
  });

  it('is a data message for the web', () => {
    assert.deepEqual(loginAnsweredMessage(receiver('WEB'), ANSWER, NOW), {
      kind: 'login_answered',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: DATA,
        webpush: { headers: { Urgency: 'normal', TTL: FOUR_WEEKS_SECONDS } },
      },
    });
  });

  it('tells a confirmation from a denial', () => {
    const { message } = loginAnsweredMessage(receiver('WEB'), { ...ANSWER, wasMe: true }, NOW);
    assert.equal(message.data.wasMe, 'true');
  });
});
