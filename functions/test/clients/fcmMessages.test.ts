// What goes over the wire to FCM: every message as domain/push makes it, in the spelling of FCM and APNs, after the
// Admin SDK has validated and rewritten it.
import assert from 'node:assert/strict';
import type { Message } from 'firebase-admin/messaging';
import type { FcmMessage } from '../../src/domain/push/fcmPayload.ts';
import { loginAlertMessage } from '../../src/domain/push/loginAlert.ts';
import type { PushMessage } from '../../src/domain/push/pushMessage.ts';
import {
  forceLogoutMessage,
  loginAnsweredMessage,
  securityAlertMessage,
} from '../../src/domain/push/sessionMessages.ts';
import { deviceTypes, type PushReceiver } from '../../src/domain/session/session.ts';
import { FRAME, NOW, receiver } from '../domain/push/pushReceivers.ts';
import { startFcmServer, type FcmServer } from './fcmServer.ts';

const login = {
  ...FRAME,
  sessionId: 'new-session',
  deviceName: 'Samsung Galaxy S24',
  deviceType: 'ANDROID',
} as const;
const alert = {
  ...login,
  mayConfirm: true,
  hasEnded: false,
  accountChanged: false,
  place: { city: 'Moscow', country: 'Russia', countryCode: 'RU', latitude: 0, longitude: 0 },
  answerToken: 'answer',
  signals: ['new_device'],
  count: 1,
  burstId: 'first',
  silent: false,
} as const;
const messages: Record<string, (to: PushReceiver) => PushMessage> = {
  'a force logout': (to) => forceLogoutMessage(to, { ...FRAME, receiptToken: 'receipt' }, NOW),
  'a login alert': (to) => loginAlertMessage(to, alert, NOW),
  'a silent login alert': (to) => loginAlertMessage(to, { ...alert, silent: true }, NOW),
  'a security alert': (to) => securityAlertMessage(to, login, NOW),
  'an answer': (to) => loginAnsweredMessage(to, { ...FRAME, sessionId: 'new', wasMe: true }, NOW),
};

/** What the Admin SDK calls otherwise on the wire: Android's AndroidConfig, and Apple's `aps`. */
const spellings: Record<string, (value: unknown) => object> = {
  ttl: (ms) => ({ ttl: `${Number(ms) / 1000}s` }),
  collapseKey: (key) => ({ collapse_key: key }),
  directBootOk: (isOk) => ({ direct_boot_ok: isOk }),
  contentAvailable: () => ({ 'content-available': 1 }),
  mutableContent: () => ({ 'mutable-content': 1 }),
  threadId: (id) => ({ 'thread-id': id }),
};

function onTheWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(onTheWire);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(
    ([name, field]) => spellings[name]?.(field) ?? { [name]: onTheWire(field) },
  );
  return Object.assign({}, ...fields);
}

describe('what goes over the wire to FCM', () => {
  let fcm: FcmServer;

  before(async () => {
    fcm = await startFcmServer();
  });

  after(() => fcm.close());

  async function assertSent(message: FcmMessage): Promise<void> {
    // The type proves that our message is one of the SDK's.
    const theirs: Message = message;
    const before = structuredClone(message);
    await fcm.messaging.send(theirs);
    assert.deepEqual(message, before, 'the message is as it was, for another try');
    const request = fcm.requests.at(-1);
    assert.equal(request?.headers.host, 'fcm.googleapis.com');
    assert.equal(request?.path, '/v1/projects/demo-fcm/messages:send');
    assert.deepEqual(request?.body, { message: onTheWire(message) });
  }

  for (const [name, messageTo] of Object.entries(messages)) {
    for (const deviceType of deviceTypes) {
      it(`is ${name} for ${deviceType}, by a token or an installation id`, async () => {
        for (const kind of ['token', 'fid'] as const) {
          const pushToken = { kind, value: 'receiver' };
          const { message } = messageTo({ ...receiver(deviceType), pushToken });
          assert.equal(message[kind], 'receiver');
          await assertSent(message);
        }
      });
    }
  }
});
