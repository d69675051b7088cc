import assert from 'node:assert/strict';
import type { Place } from '../../../src/domain/place/place.ts';
import { loginAlertMessage, type LoginAlert } from '../../../src/domain/push/loginAlert.ts';
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

const bodyOf = (alert: Partial<LoginAlert>, locale: string | null = null) =>
  loginAlertMessage(receiver('ANDROID', locale), { ...ALERT, ...alert }, NOW).message.data.body;

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
    const { message } = loginAlertMessage(
      receiver('WEB'),
      { ...ALERT, answerToken: undefined },
      NOW,
    );
    assert.equal(message.webpush?.notification?.actions, undefined);
    assert.equal('answerToken' in message.data, false);
    assert.equal('answerToken' in (message.webpush?.notification?.data ?? {}), false);
  });

  describe('when silent', () => {
    const silent = { ...ALERT, silent: true };

    it('says so to the app on Android', () => {
      const { data, android } = loginAlertMessage(receiver('ANDROID'), silent, NOW).message;
      assert.equal(data.silent, 'true');
      assert.equal(android?.priority, 'high');
    });

    it('has no sound and does not break through a focus mode on iOS', () => {
      const { apns } = loginAlertMessage(receiver('IOS'), silent, NOW).message;
      assert.equal(apns?.headers['apns-push-type'], 'alert');
      assert.equal(apns?.headers['apns-priority'], '5');
      assert.deepEqual(apns?.payload.aps, {
        alert: { title: TITLE, body: BODY },
        category: 'LOGIN_ALERT',
        mutableContent: true,
        threadId: 'login_alert',
        'interruption-level': 'passive',
      });
    });

    it('replaces the one before without a sound on the web', () => {
      const { webpush } = loginAlertMessage(receiver('WEB'), silent, NOW).message;
      assert.equal(webpush?.headers.Urgency, 'normal');
      assert.equal(webpush?.notification?.silent, true);
      assert.equal(webpush?.notification?.renotify, undefined);
      assert.equal(webpush?.notification?.tag, TAG);
    });
  });

  describe('for several logins', () => {
    const several = {
      ...ALERT,
      count: 3,
      mayConfirm: false,
      signals: ['new_device', 'new_country'] as const,
    };

    it('asks for a review and keeps the newest login in the data', () => {
      const { data } = loginAlertMessage(receiver('ANDROID'), several, NOW).message;
      assert.equal(data.body, '3 new sign-ins. Review your sessions.');
      assert.equal(data.count, '3');
      assert.equal(data.signals, '["new_device","new_country"]');
      assert.equal(data.sessionId, ALERT.sessionId);
      assert.equal(data.answerToken, 'answer');
    });

    it('says "no" only, since one "yes" would pass for an answer about all', () => {
      const { apns } = loginAlertMessage(receiver('IOS'), several, NOW).message;
      const { webpush } = loginAlertMessage(receiver('WEB'), several, NOW).message;
      const { data } = loginAlertMessage(receiver('ANDROID'), several, NOW).message;
      assert.equal(apns?.payload.aps.category, 'LOGIN_ALERTS');
      const deny = { action: 'deny', title: 'No, close these sessions' };
      assert.deepEqual(webpush?.notification?.actions, [deny]);
      assert.equal(data.denyLabel, 'No, close these sessions');
      assert.equal('confirmLabel' in data, false);
    });

    it('takes the place of the alert before: same tag, collapse key and thread', () => {
      const { android } = loginAlertMessage(receiver('ANDROID'), several, NOW).message;
      const { apns } = loginAlertMessage(receiver('IOS'), several, NOW).message;
      const { webpush } = loginAlertMessage(receiver('WEB'), several, NOW).message;
      assert.equal(android?.collapseKey, TAG);
      assert.equal(apns?.headers['apns-collapse-id'], TAG);
      assert.equal(apns?.payload.aps.threadId, 'login_alert');
      assert.equal(webpush?.headers.Topic, TAG);
      assert.equal(webpush?.notification?.tag, TAG);
    });
  });

  it('lives no longer than what it offers, by any platform', () => {
    const hour = { ...ALERT, until: new Date(NOW.getTime() + 3600_000) };
    const { message: android } = loginAlertMessage(receiver('ANDROID'), hour, NOW);
    const { message: ios } = loginAlertMessage(receiver('IOS'), hour, NOW);
    const { message: web } = loginAlertMessage(receiver('WEB'), hour, NOW);
    assert.equal(android.android?.ttl, 3600_000);
    assert.equal(
      ios.apns?.headers['apns-expiration'],
      String(Date.parse('2026-03-01T13:00:00Z') / 1000),
    );
    assert.equal(web.webpush?.headers.TTL, '3600');
    const over = { ...ALERT, until: new Date(NOW.getTime() - 1) };
    assert.equal(loginAlertMessage(receiver('ANDROID'), over, NOW).message.android?.ttl, 0);
  });

  describe('in words', () => {
    it('asks nothing about a session that has ended', () => {
      assert.equal(
        bodyOf({ hasEnded: true }),
        'Logged in on Samsung Galaxy S24 from Moscow, and out again.',
      );
      assert.equal(
        bodyOf({ hasEnded: true, place: null }),
        'Logged in on Samsung Galaxy S24, and out again.',
      );
    });

    it('says that the account was changed before', () => {
      assert.equal(
        bodyOf({ accountChanged: true }),
        `${BODY} Your account was changed shortly before.`,
      );
    });

    it('cuts a name to 40 characters, and shows none that could be a link', () => {
      const cut = `${'W'.repeat(39)}…`;
      assert.equal(
        bodyOf({ deviceName: 'W'.repeat(41), place: null }),
        `Logged in on ${cut}. Was that you?`,
      );
      assert.equal(
        bodyOf({ deviceName: 'W'.repeat(40), place: null }),
        `Logged in on ${'W'.repeat(40)}. Was that you?`,
      );
      for (const deviceName of ['evil.com/x', 'a@b.c', 'https:x', 'WWW.evil.com', 'x／y']) {
        assert.equal(
          bodyOf({ deviceName, place: null }),
          'Logged in on Android device. Was that you?',
        );
      }
    });

    it('names the country where no city is known', () => {
      assert.equal(
        bodyOf({ place: { ...MOSCOW, city: null } }),
        'Logged in on Samsung Galaxy S24 from Russia. Was that you?',
      );
    });

    it('names no place where none is known', () => {
      const question = 'Logged in on Samsung Galaxy S24. Was that you?';
      assert.equal(bodyOf({ place: null }), question);
      assert.equal(bodyOf({ place: { ...MOSCOW, city: null, country: null } }), question);
    });

    it('gains one plain sentence about a new country', () => {
      assert.equal(
        bodyOf({ signals: ['new_device', 'new_country'] }),
        `${BODY} This country is new for your account.`,
      );
    });

    it('gains one sentence, about the journey, where both are unusual', () => {
      assert.equal(
        bodyOf({ signals: ['new_device', 'new_country', 'impossible_travel'] }),
        `${BODY} Too far from your last sign-in to have travelled.`,
      );
    });

    it("speaks the receiver's language, with the place as the geolocation gives it", () => {
      assert.equal(bodyOf({}, 'ru-RU'), 'Вход с Samsung Galaxy S24 · Moscow, Russia. Это вы?');
      assert.equal(
        bodyOf({ signals: ['new_country'] }, 'ja'),
        'Samsung Galaxy S24 でログインがありました（Moscow, Russia）。ご本人ですか？このアカウントでは初めての国です。',
      );
    });

    it('names the type of a device whose name could pass for a link', () => {
      assert.equal(
        bodyOf({ deviceName: 'https://evil.example' }),
        'Logged in on Android device from Moscow. Was that you?',
      );
    });

    it('takes a device name for text, whatever is in it', () => {
      assert.equal(
        bodyOf({ deviceName: '{place} $& $1 {count}' }),
        'Logged in on {place} $& $1 {count} from Moscow. Was that you?',
      );
    });
  });
});
