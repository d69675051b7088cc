import assert from 'node:assert/strict';
import { fcmPushSender, type FcmOptions } from '../../src/clients/fcm.ts';
import { forceLogoutMessage } from '../../src/domain/push/sessionMessages.ts';
import { until } from '../../../clients/js/testing/until.ts';
import { FRAME, NOW, receiver } from '../domain/push/pushReceivers.ts';
import { accepted, startFcmServer, type FcmAnswer, type FcmServer } from './fcmServer.ts';

const pushToken = { kind: 'token', value: 'secret-push-token' } as const;
const PUSH = forceLogoutMessage(
  { ...receiver('ANDROID'), pushToken },
  { ...FRAME, receiptToken: 'secret-receipt-token' },
  NOW,
);
const ABOUT = { kind: PUSH.kind, sessionId: PUSH.sessionId };
// Above the minute that the SDK is willing to wait, so that it gives up at once.
const GIVE_UP = { 'retry-after': '120' };

const fcmError = (errorCode: string) => ({
  '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError',
  errorCode,
});
const violation = (description: string) => ({
  '@type': 'type.googleapis.com/google.rpc.BadRequest',
  fieldViolations: [{ field: 'message.token', description }],
});

function refusal(
  code: number,
  status: string,
  message: string,
  details: object[] = [],
  headers: Record<string, string> = {},
): FcmAnswer {
  // FCM may repeat the token in what it says.
  const said = `${message} (secret-push-token)`;
  return { status: code, headers, body: { error: { code, message: said, status, details } } };
}

const invalid = 'Request contains an invalid argument.';
const notFound = 'Requested entity was not found.';
const unreadable = "Invalid value at 'message.token' (TYPE_STRING)";
const gatewayPage = '<!DOCTYPE html><title>Error 502 (Server Error)!!1</title>';

const deadTokens: [what: string, answer: FcmAnswer][] = [
  ['no longer registered', refusal(404, 'NOT_FOUND', notFound, [fcmError('UNREGISTERED')])],
  [
    'malformed',
    refusal(
      400,
      'INVALID_ARGUMENT',
      'The registration token is not a valid FCM registration token',
      [fcmError('INVALID_ARGUMENT')],
    ),
  ],
  [
    'malformed, in the other words that FCM has for it',
    refusal(400, 'INVALID_ARGUMENT', invalid, [
      fcmError('INVALID_ARGUMENT'),
      violation('Invalid registration token'),
    ]),
  ],
  [
    'of another Firebase project',
    refusal(403, 'PERMISSION_DENIED', 'SenderId mismatch', [fcmError('SENDER_ID_MISMATCH')]),
  ],
];

/** Some have the code of a token that is dead. */
const failures: [what: string, answer: FcmAnswer, code: string][] = [
  [
    'a message that FCM does not understand',
    refusal(400, 'INVALID_ARGUMENT', unreadable, [violation(unreadable)]),
    'messaging/invalid-argument',
  ],
  ...[invalid, 'Android message is too big'].map((words): [string, FcmAnswer, string] => [
    `a message that is too big ("${words}")`,
    refusal(400, 'INVALID_ARGUMENT', words, [fcmError('INVALID_ARGUMENT')]),
    'messaging/invalid-argument',
  ]),
  [
    'an answer in such words that is not about the token',
    refusal(400, 'INVALID_ARGUMENT', 'Invalid registration token'),
    'messaging/invalid-argument',
  ],
  [
    'a project that FCM does not find',
    refusal(404, 'NOT_FOUND', notFound),
    'messaging/registration-token-not-registered',
  ],
  [
    'a service account without permission',
    refusal(
      403,
      'PERMISSION_DENIED',
      "Permission 'cloudmessaging.messages.create' denied on resource",
    ),
    'messaging/mismatched-credential',
  ],
];

const passing: [what: string, answer: FcmAnswer, afterSeconds: number][] = [
  [
    'a limited rate, after a minute at least',
    refusal(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded', [fcmError('QUOTA_EXCEEDED')], {
      'retry-after': '1',
    }),
    60,
  ],
  ['an internal error', refusal(500, 'INTERNAL', 'Internal', [fcmError('INTERNAL')]), 10],
  [
    'an FCM that is unavailable',
    refusal(503, 'UNAVAILABLE', 'Try again', [fcmError('UNAVAILABLE')], GIVE_UP),
    10,
  ],
  ["a gateway's error page", { status: 502, body: gatewayPage }, 60],
];

describe('fcmPushSender', () => {
  let fcm: FcmServer;
  let lines: { level: 'warn' | 'error'; message: string; fields: unknown }[];

  beforeEach(async () => {
    fcm = await startFcmServer();
    lines = [];
  });

  afterEach(async () => {
    await fcm.close();
    assert.doesNotMatch(JSON.stringify(lines), /secret/, 'no token is logged');
  });

  const senderOf = (options: Partial<FcmOptions> = {}) =>
    fcmPushSender({
      messaging: fcm.messaging,
      log: {
        warn: (message, fields) => lines.push({ level: 'warn', message, fields }),
        error: (message, fields) => lines.push({ level: 'error', message, fields }),
      },
      ...options,
    });
  const send = (answer: FcmAnswer, options: Partial<FcmOptions> = {}) => {
    fcm.answer(answer);
    return senderOf(options).send(PUSH);
  };
  const levels = () => lines.map(({ level }) => level);

  it('hands the message to FCM', async () => {
    assert.deepEqual(await send(accepted), { kind: 'sent' });
    assert.equal(fcm.requests.length, 1);
    assert.equal(fcm.requests[0]?.headers.authorization, 'Bearer access');
    assert.deepEqual(lines, []);
  });

  for (const [what, answer] of deadTokens) {
    it(`calls a token dead that is ${what}`, async () => {
      assert.deepEqual(await send(answer), { kind: 'dead_token' });
      assert.deepEqual(lines, []);
    });
  }

  it('calls an installation id dead which no app has any more', async () => {
    fcm.answer(refusal(404, 'NOT_FOUND', notFound, [fcmError('UNREGISTERED')]));
    const { token: _, ...content } = PUSH.message;
    const message = { ...content, fid: 'secret-installation-id' };
    await assert.rejects(fcm.messaging.send(message), {
      code: 'messaging/installation-id-not-registered',
    });
    assert.deepEqual(await senderOf().send({ ...PUSH, message }), { kind: 'dead_token' });
  });

  for (const [what, answer, code] of failures) {
    it(`keeps the token and gives up on ${what}, without a word of the answer in the log`, async () => {
      assert.deepEqual(await send(answer), { kind: 'failed' });
      const fields = { ...ABOUT, code };
      assert.deepEqual(lines, [{ level: 'error', message: 'FCM refuses a push', fields }]);
    });
  }

  it('gives up on a message that the SDK itself refuses', async () => {
    const message = { ...PUSH.message, android: { priority: 'high' as const, ttl: -1 } };
    assert.deepEqual(await senderOf().send({ ...PUSH, message }), { kind: 'failed' });
    assert.equal(fcm.requests.length, 0);
  });

  it('gives up where the project has no valid APNs key, and says so once', async () => {
    const details = [fcmError('THIRD_PARTY_AUTH_ERROR')];
    fcm.answer(refusal(401, 'UNAUTHENTICATED', 'Request is missing a credential', details));
    const sender = senderOf();
    assert.deepEqual(await sender.send(PUSH), { kind: 'failed' });
    assert.deepEqual(await sender.send(PUSH), { kind: 'failed' });
    assert.deepEqual(levels(), ['error']);
    assert.match(lines[0]?.message ?? '', /APNs/);
  });

  for (const [what, answer, afterSeconds] of passing) {
    it(`asks for another try on ${what}`, async () => {
      assert.deepEqual(await send(answer), { kind: 'retry', afterSeconds });
      assert.deepEqual(levels(), ['warn']);
    });
  }

  it('asks for another try where nobody answers at the address', async () => {
    await fcm.leave();
    assert.deepEqual(await senderOf().send(PUSH), { kind: 'retry', afterSeconds: 10 });
  });

  it('asks for another try where no access token is to be had', async () => {
    fcm.refuseAccess();
    assert.deepEqual(await senderOf().send(PUSH), { kind: 'retry', afterSeconds: 60 });
    assert.equal(fcm.requests.length, 0);
  });

  it('asks for another try after the time limit, where FCM does not answer', async () => {
    const outcome = await send('hang', { timeoutMs: 50 });
    assert.deepEqual(outcome, { kind: 'retry', afterSeconds: 10 });
    assert.deepEqual(
      lines.map(({ fields }) => fields),
      [{ ...ABOUT, code: 'timeout' }],
    );
  });

  it('asks for another try after the time limit, where the SDK would go on trying', async () => {
    const outcome = await send(refusal(503, 'UNAVAILABLE', 'Try again'), { timeoutMs: 200 });
    assert.deepEqual(outcome, { kind: 'retry', afterSeconds: 10 });
    await until('three tries of the SDK', () => fcm.requests.length >= 3);
  });

  const errorOf = (code: string, message = '') => Object.assign(new Error(message), { code });
  const notOfFcm: [error: unknown, outcome: object][] = [
    [errorOf('messaging/invalid-argument', 'Invalid registration token'), { kind: 'failed' }],
    [errorOf('messaging/registration-token-not-registered'), { kind: 'failed' }],
    [new TypeError('SenderId mismatch'), { kind: 'failed' }],
    ['UNREGISTERED', { kind: 'failed' }],
    [undefined, { kind: 'failed' }],
    [errorOf('app/network-timeout'), { kind: 'retry', afterSeconds: 10 }],
  ];
  for (const [error, outcome] of notOfFcm) {
    it(`drops no token for what FCM has not said: ${String(error)}`, async () => {
      // oxlint-disable-next-line prefer-promise-reject-errors
      const messaging = { send: () => Promise.reject(error) };
      assert.deepEqual(await senderOf({ messaging }).send(PUSH), outcome);
    });
  }
});
