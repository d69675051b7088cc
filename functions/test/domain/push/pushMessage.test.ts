import assert from 'node:assert/strict';
import { loginAlertMessage } from '../../../src/domain/push/loginAlert.ts';
import {
  forceLogoutMessage,
  loginAnsweredMessage,
  securityAlertMessage,
} from '../../../src/domain/push/sessionMessages.ts';
import { type PushMessage } from '../../../src/domain/push/pushMessage.ts';
import { deviceTypes } from '../../../src/domain/session/session.ts';
import { languages } from '../../../src/domain/texts/index.ts';
import { FRAME, NOW, receiver } from './pushReceivers.ts';

const FCM_LIMIT_BYTES = 4096;
const TOKEN_600_BYTES = 'a'.repeat(600);
/** 100 characters each, as people count them; the last takes 25 bytes for one. */
const LONGEST_NAMES = ['W', '"', 'Щ', '新', '𒀱', '👩‍👩‍👧‍👦'].map((character) => character.repeat(100));

function longestMessages(locale: string): PushMessage[] {
  const sessionId = 's'.repeat(22);
  return deviceTypes.flatMap((deviceType) =>
    LONGEST_NAMES.flatMap((name) => {
      const to = receiver(deviceType, locale);
      const place = { city: name, country: name, countryCode: 'XX', latitude: 0, longitude: 0 };
      const alert = {
        ...FRAME,
        burstId: 'B'.repeat(22),
        sessionId,
        deviceName: name,
        deviceType: 'IOS' as const,
        place,
        mayConfirm: true,
        hasEnded: false,
        accountChanged: true,
        answerToken: TOKEN_600_BYTES,
        signals: ['new_device', 'new_country', 'impossible_travel'] as const,
        silent: true,
      };
      return [
        loginAlertMessage(to, { ...alert, count: 1 }, NOW),
        loginAlertMessage(to, { ...alert, count: 1, signals: ['new_country'] }, NOW),
        loginAlertMessage(to, { ...alert, count: 1_000_000 }, NOW),
        securityAlertMessage(to, { ...FRAME, sessionId, deviceName: name, deviceType }, NOW),
        forceLogoutMessage(to, { ...FRAME, receiptToken: TOKEN_600_BYTES }, NOW),
        loginAnsweredMessage(to, { ...FRAME, sessionId, wasMe: false }, NOW),
      ];
    }),
  );
}

describe('every push', () => {
  for (const language of languages.keys()) {
    it(`keeps within FCM's limit with the longest names (${language})`, () => {
      for (const { kind, message } of longestMessages(language)) {
        const { token: _, ...payload } = message;
        const bytes = Buffer.byteLength(JSON.stringify(payload));
        assert.ok(bytes <= FCM_LIMIT_BYTES, `${kind} has ${bytes} bytes`);
      }
    });
  }

  it('survives a task queue: it is plain JSON, without undefined', () => {
    for (const push of longestMessages('en')) {
      assert.deepEqual(JSON.parse(JSON.stringify(push)), push);
    }
  });

  it('has strings only in its data and headers, and no key that FCM keeps for itself', () => {
    for (const { message } of longestMessages('en')) {
      const headers = { ...message.apns?.headers, ...message.webpush?.headers };
      for (const value of Object.values({ ...message.data, ...headers })) {
        assert.equal(typeof value, 'string');
      }
      for (const key of Object.keys(message.data)) {
        assert.doesNotMatch(key, /^(?:from|message_type|notification|aps|google.*|gcm.*)$/);
      }
    }
  });

  it('speaks to one platform: that of its receiver', () => {
    const part = { ANDROID: 'android', IOS: 'apns', WEB: 'webpush' } as const;
    for (const deviceType of deviceTypes) {
      const { message } = forceLogoutMessage(receiver(deviceType), FRAME, NOW);
      assert.deepEqual(Object.keys(message).sort(), ['data', 'token', part[deviceType]].sort());
    }
  });

  it('names its kind as the action of its data', () => {
    for (const { kind, message } of longestMessages('en')) {
      assert.equal(message.data.action, kind);
    }
  });
});
