import assert from 'node:assert/strict';
import type { Place } from '../../../src/domain/place/place.ts';
import { loginAlertMessage, type LoginAlert } from '../../../src/domain/push/loginAlert.ts';
import type { DeviceType } from '../../../src/domain/session/session.ts';
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

const MOSCOW: Place = {
  city: 'Moscow',
  country: 'Russia',
  countryCode: 'RU',
  latitude: 55.75,
  longitude: 37.62,
};
const ALERT: LoginAlert = {
  ...FRAME,
  sessionId: 'new-session-id-of-22-c',
  deviceName: 'Samsung Galaxy S24',
  deviceType: 'ANDROID',
  place: MOSCOW,
  answerToken: 'answer',
  mayConfirm: true,
  signals: ['new_device'],
  count: 1,
  burstId: 'first-session-id-22-ch',
  silent: false,
  hasEnded: false,
  accountChanged: false,
};
const TAG = 'login-first-session-id-22-ch';
const TITLE = 'New sign-in';
const BODY = 'Logged in on Samsung Galaxy S24 from Moscow. Was that you?';
const FACTS = {
  action: 'login_alert',
  sessionId: 'new-session-id-of-22-c',
  ...FRAME_DATA,
  answerToken: 'answer',
  signals: '["new_device"]',
  count: '1',
  tag: TAG,
};
const BUTTONS = [
  { action: 'deny', title: 'No, close this session' },
  { action: 'confirm', title: 'Yes, it was me' },
];

describe('loginAlertMessage', () => {
  it('is data only and high for Android, where the app draws the buttons', () => {
    assert.deepEqual(loginAlertMessage(receiver('ANDROID'), ALERT, NOW), {
      kind: 'login_alert',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: {
          ...FACTS,
          denyLabel: 'No, close this session',
          confirmLabel: 'Yes, it was me',
          title: TITLE,
          body: BODY,
        },
        android: { priority: 'high', ttl: FOUR_WEEKS_MS, collapseKey: TAG },
      },
    });
  });

  it('is an alert with the category of the buttons for iOS', () => {
    assert.deepEqual(loginAlertMessage(receiver('IOS'), ALERT, NOW), {
      kind: 'login_alert',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: { ...FACTS, title: TITLE, body: BODY },
        apns: {
          headers: {
            'apns-push-type': 'alert',
            'apns-priority': '10',
            'apns-expiration': EXPIRATION,
            'apns-collapse-id': TAG,
          },
          payload: {
            aps: {
              alert: { title: TITLE, body: BODY },
              category: 'LOGIN_ALERT',
              mutableContent: true,
              sound: 'default',
              threadId: 'login_alert',
              'interruption-level': 'time-sensitive',
            },
          },
        },
      },
    });
  });

  it('is a notification with buttons for the web', () => {
    assert.deepEqual(loginAlertMessage(receiver('WEB'), ALERT, NOW), {
      kind: 'login_alert',
      sessionId: 'receiver-session-id-22',
      message: {
        token: PUSH_TOKEN,
        data: { ...FACTS, title: TITLE, body: BODY },
        webpush: {
          headers: { Urgency: 'high', TTL: FOUR_WEEKS_SECONDS, Topic: TAG },
          notification: {
            title: TITLE,
            body: BODY,
            tag: TAG,
            requireInteraction: true,
            renotify: true,
            actions: BUTTONS,
            data: FACTS,
          },
        },
      },
    });
  });

  it('leaves the answer token out where there is none', () => {
    const alert = { ...ALERT, answerToken: undefined };
    const { data, webpush } = loginAlertMessage(receiver('WEB'), alert, NOW).message;
    const { actions, data: shown = {} } = webpush?.notification ?? {};
    assert.equal(actions, undefined);
    assert.ok(!('answerToken' in data) && !('answerToken' in shown));
  });

  it('makes no sound when silent, nor breaks through a focus mode: the app is told on Android', () => {
    const silent = { ...ALERT, silent: true };
    const { data, android } = loginAlertMessage(receiver('ANDROID'), silent, NOW).message;
    assert.deepEqual([data.silent, android?.priority], ['true', 'high']);
    const { apns } = loginAlertMessage(receiver('IOS'), silent, NOW).message;
    assert.partialDeepStrictEqual(apns?.headers, {
      ...{ 'apns-push-type': 'alert', 'apns-priority': '5' },
    });
    assert.deepEqual(apns?.payload.aps, {
      alert: { title: TITLE, body: BODY },
      category: 'LOGIN_ALERT',
      mutableContent: true,
      threadId: 'login_alert',
      'interruption-level': 'passive',
    });
    const { webpush } = loginAlertMessage(receiver('WEB'), silent, NOW).message;
    assert.equal(webpush?.headers.Urgency, 'normal');
    const { silent: isSilent, renotify, tag } = webpush?.notification ?? {};
    assert.deepEqual([isSilent, renotify, tag], [true, undefined, TAG]);
  });

  it('for several logins names the newest, asks for a review, and says "no" only, in the place of the one before', () => {
    const signals = ['new_device', 'new_country'] as const;
    const several = { ...ALERT, count: 3, mayConfirm: false, signals };
    const denyLabel = 'No, close these sessions';
    const { data, android } = loginAlertMessage(receiver('ANDROID'), several, NOW).message;
    assert.deepEqual(data, {
      ...FACTS,
      ...{ signals: '["new_device","new_country"]', count: '3', denyLabel, title: TITLE },
      body: '3 new sign-ins. Review your sessions.',
    });
    assert.equal(android?.collapseKey, TAG);
    const { apns } = loginAlertMessage(receiver('IOS'), several, NOW).message;
    assert.equal(apns?.headers['apns-collapse-id'], TAG);
    const { category, threadId } = apns?.payload.aps ?? {};
    assert.deepEqual([category, threadId], ['LOGIN_ALERTS', 'login_alert']);
    const { webpush } = loginAlertMessage(receiver('WEB'), several, NOW).message;
    assert.deepEqual([webpush?.headers.Topic, webpush?.notification?.tag], [TAG, TAG]);
    assert.deepEqual(webpush?.notification?.actions, [{ action: 'deny', title: denyLabel }]);
  });

  it('lives no longer than what it offers, by any platform', () => {
    const until = new Date(NOW.getTime() + 3600_000);
    const of = (deviceType: DeviceType, alert: Partial<LoginAlert> = { until }) =>
      loginAlertMessage(receiver(deviceType), { ...ALERT, ...alert }, NOW).message;
    assert.equal(of('ANDROID').android?.ttl, 3600_000);
    const expiration = String(Date.parse('2026-03-01T13:00:00Z') / 1000);
    assert.equal(of('IOS').apns?.headers['apns-expiration'], expiration);
    assert.equal(of('WEB').webpush?.headers.TTL, '3600');
    assert.equal(of('ANDROID', { until: new Date(NOW.getTime() - 1) }).android?.ttl, 0);
  });

  describe('in words', () => {
    const nowhere = { place: null };
    const bodies: Record<string, Partial<LoginAlert>> = {
      // What has ended asks nothing.
      'Logged in on Samsung Galaxy S24 from Moscow, and out again.': { hasEnded: true },
      'Logged in on Samsung Galaxy S24, and out again.': { hasEnded: true, ...nowhere },
      [`${BODY} Your account was changed shortly before.`]: { accountChanged: true },
      // What a device calls itself is cut, taken for text, and not shown where it could be a link.
      [`Logged in on ${'W'.repeat(39)}… from Moscow. Was that you?`]: {
        deviceName: 'W'.repeat(41),
      },
      'Logged in on {place} $& $1 {count}. Was that you?': {
        ...{ deviceName: '{place} $& $1 {count}', ...nowhere },
      },
      'Logged in on Android device from Moscow. Was that you?': { deviceName: 'evil.com/x' },
      'Logged in on Samsung Galaxy S24 from Russia. Was that you?': {
        place: { ...MOSCOW, city: null },
      },
      'Logged in on Samsung Galaxy S24. Was that you?': {
        place: { ...MOSCOW, city: null, country: null },
      },
      // One sentence about what is unusual: about the journey, where both are.
      [`${BODY} This country is new for your account.`]: { signals: ['new_device', 'new_country'] },
      [`${BODY} Too far from your last sign-in to have travelled.`]: {
        signals: ['new_device', 'new_country', 'impossible_travel'],
      },
    };
    const bodyOf = (alert: Partial<LoginAlert>, locale: string | null = null) =>
      loginAlertMessage(receiver('ANDROID', locale), { ...ALERT, ...alert }, NOW).message.data.body;
    for (const [body, alert] of Object.entries(bodies)) {
      it(`is "${body}"`, () => assert.equal(bodyOf(alert), body));
    }

    it("speaks the receiver's language, with the place as the geolocation gives it", () => {
      assert.equal(bodyOf({}, 'ru-RU'), 'Вход с Samsung Galaxy S24 · Moscow, Russia. Это вы?');
      assert.equal(
        bodyOf({ signals: ['new_country'] }, 'ja'),
        'Samsung Galaxy S24 でログインがありました（Moscow, Russia）。ご本人ですか？このアカウントでは初めての国です。',
      );
    });
  });
});
