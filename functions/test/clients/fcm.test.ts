import assert from 'node:assert/strict';
import { fcmPushSender, type FcmOptions } from '../../src/clients/fcm.ts';
import { forceLogoutMessage } from '../../src/domain/push/forceLogout.ts';
import { until } from '../../../clients/js/testing/until.ts';
import { accepted, startFcmServer, type FcmAnswer, type FcmServer } from './fcmServer.ts';

const PUSH = forceLogoutMessage(
  {
    sessionId: 'own-session',
    deviceType: 'ANDROID',
    pushToken: { kind: 'token', value: 'secret-push-token' },
    locale: null,
  },
  {
    pushId: 'push-id',
    until: new Date('2026-03-29T12:00:00Z'),
    receiptToken: 'secret-receipt-token',
  },
  new Date('2026-03-01T12:00:00Z'),
);
const FCM_ERROR = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';
const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';
// Above the minute that the SDK is willing to wait, so that it gives up at once.
const GIVE_UP = { 'retry-after': '120' };

function refusal(
  code: number,
  status: string,
  message: string,
  details: object[] = [],
  headers: Record<string, string> = {},
): FcmAnswer {
  return { status: code, headers, body: { error: { code, message, status, details } } };
}

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

  async function outcomeOf(answer: FcmAnswer) {
    fcm.answer(answer);
    return await senderOf().send(PUSH);
  }

  it('hands the message to FCM', async () => {
    assert.deepEqual(await outcomeOf(accepted), { kind: 'sent' });
    assert.equal(fcm.requests.length, 1);
    assert.equal(fcm.requests[0]?.headers.authorization, 'Bearer access');
    assert.deepEqual(lines, []);
  });

  describe('calls a token dead', () => {
    it('that is no longer registered', async () => {
      const details = [{ '@type': FCM_ERROR, errorCode: 'UNREGISTERED' }];
      const answer = refusal(404, 'NOT_FOUND', 'Requested entity was not found.', details);
      assert.deepEqual(await outcomeOf(answer), { kind: 'dead_token' });
      assert.deepEqual(lines, []);
    });

    it('that is an installation id which no app has any more', async () => {
      const details = [{ '@type': FCM_ERROR, errorCode: 'UNREGISTERED' }];
      fcm.answer(refusal(404, 'NOT_FOUND', 'Requested entity was not found.', details));
      const { token: _, ...content } = PUSH.message;
      const message = { ...content, fid: 'secret-installation-id' };
      await assert.rejects(fcm.messaging.send(message), {
        code: 'messaging/installation-id-not-registered',
      });
      assert.deepEqual(await senderOf().send({ ...PUSH, message }), { kind: 'dead_token' });
      assert.deepEqual(lines, []);
    });

    it('that is malformed', async () => {
      const answer = refusal(
        400,
        'INVALID_ARGUMENT',
        'The registration token is not a valid FCM registration token',
        [{ '@type': FCM_ERROR, errorCode: 'INVALID_ARGUMENT' }],
      );
      assert.deepEqual(await outcomeOf(answer), { kind: 'dead_token' });
    });

    it('that is malformed, in the other words that FCM has for it', async () => {
      const description = 'Invalid registration token';
      const answer = refusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.', [
        { '@type': FCM_ERROR, errorCode: 'INVALID_ARGUMENT' },
        { '@type': BAD_REQUEST, fieldViolations: [{ field: 'message.token', description }] },
      ]);
      assert.deepEqual(await outcomeOf(answer), { kind: 'dead_token' });
    });

    it('of another Firebase project', async () => {
      const details = [{ '@type': FCM_ERROR, errorCode: 'SENDER_ID_MISMATCH' }];
      const answer = refusal(403, 'PERMISSION_DENIED', 'SenderId mismatch', details);
      assert.deepEqual(await outcomeOf(answer), { kind: 'dead_token' });
    });
  });

  describe('keeps the token and gives up', () => {
    it('on a message that FCM does not understand, without a word of its answer in the log', async () => {
      const description = "Invalid value at 'message.token' (TYPE_STRING), secret-push-token";
      const answer = refusal(400, 'INVALID_ARGUMENT', description, [
        { '@type': BAD_REQUEST, fieldViolations: [{ field: 'message.token', description }] },
      ]);
      assert.deepEqual(await outcomeOf(answer), { kind: 'failed' });
      assert.deepEqual(lines, [
        {
          level: 'error',
          message: 'FCM refuses a push',
          fields: {
            kind: 'force_logout',
            sessionId: 'own-session',
            code: 'messaging/invalid-argument',
          },
        },
      ]);
    });

    for (const words of ['Request contains an invalid argument.', 'Android message is too big']) {
      it(`on a message that is too big ("${words}")`, async () => {
        const details = [{ '@type': FCM_ERROR, errorCode: 'INVALID_ARGUMENT' }];
        const answer = refusal(400, 'INVALID_ARGUMENT', words, details);
        assert.deepEqual(await outcomeOf(answer), { kind: 'failed' });
      });
    }

    it('where FCM finds no such project, which has the code of a token that is gone', async () => {
      const answer = refusal(404, 'NOT_FOUND', 'Requested entity was not found.');
      assert.deepEqual(await outcomeOf(answer), { kind: 'failed' });
      assert.deepEqual(
        lines.map(({ fields }) => (fields as { code: string }).code),
        ['messaging/registration-token-not-registered'],
      );
    });

    it('on a service account without permission', async () => {
      const answer = refusal(
        403,
        'PERMISSION_DENIED',
        "Permission 'cloudmessaging.messages.create' denied on resource",
      );
      assert.deepEqual(await outcomeOf(answer), { kind: 'failed' });
    });

    it('on a message that the SDK itself refuses', async () => {
      const message = { ...PUSH.message, android: { priority: 'high' as const, ttl: -1 } };
      assert.deepEqual(await senderOf().send({ ...PUSH, message }), { kind: 'failed' });
      assert.equal(fcm.requests.length, 0);
    });

    it('where the project has no valid APNs key, and says so once', async () => {
      const details = [{ '@type': FCM_ERROR, errorCode: 'THIRD_PARTY_AUTH_ERROR' }];
      fcm.answer(refusal(401, 'UNAUTHENTICATED', 'Request is missing a credential', details));
      const sender = senderOf();
      assert.deepEqual(await sender.send(PUSH), { kind: 'failed' });
      assert.deepEqual(await sender.send(PUSH), { kind: 'failed' });
      assert.deepEqual(
        lines.map(({ level }) => level),
        ['error'],
      );
      assert.match(lines[0]?.message ?? '', /APNs/);
    });
  });

  describe('asks for another try', () => {
    it('after a minute at least where the rate is limited', async () => {
      const details = [{ '@type': FCM_ERROR, errorCode: 'QUOTA_EXCEEDED' }];
      const headers = { 'retry-after': '1' };
      const answer = refusal(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded', details, headers);
      assert.deepEqual(await outcomeOf(answer), { kind: 'retry', afterSeconds: 60 });
      assert.equal(fcm.requests.length, 1);
    });

    it('on an internal error', async () => {
      const details = [{ '@type': FCM_ERROR, errorCode: 'INTERNAL' }];
      const answer = refusal(500, 'INTERNAL', 'Internal error encountered.', details);
      assert.deepEqual(await outcomeOf(answer), { kind: 'retry', afterSeconds: 10 });
    });

    it('where FCM is unavailable', async () => {
      const details = [{ '@type': FCM_ERROR, errorCode: 'UNAVAILABLE' }];
      const answer = refusal(503, 'UNAVAILABLE', 'Try again', details, GIVE_UP);
      assert.deepEqual(await outcomeOf(answer), { kind: 'retry', afterSeconds: 10 });
      assert.deepEqual(
        lines.map(({ level }) => level),
        ['warn'],
      );
    });

    it("on a gateway's error page", async () => {
      const page = '<!DOCTYPE html><title>Error 502 (Server Error)!!1</title>';
      assert.deepEqual(await outcomeOf({ status: 502, body: page }), {
        kind: 'retry',
        afterSeconds: 60,
      });
    });

    it('where nobody answers at the address', async () => {
      await fcm.leave();
      assert.deepEqual(await senderOf().send(PUSH), { kind: 'retry', afterSeconds: 10 });
    });

    it('where no access token is to be had', async () => {
      fcm.refuseAccess();
      assert.deepEqual(await senderOf().send(PUSH), { kind: 'retry', afterSeconds: 60 });
      assert.equal(fcm.requests.length, 0);
    });

    it('after the time limit where FCM does not answer', async () => {
      fcm.answer('hang');
      const outcome = await senderOf({ timeoutMs: 50 }).send(PUSH);
      assert.deepEqual(outcome, { kind: 'retry', afterSeconds: 10 });
      assert.deepEqual(
        lines.map(({ fields }) => fields),
        [{ kind: 'force_logout', sessionId: 'own-session', code: 'timeout' }],
      );
    });

    it('after the time limit where the SDK would go on trying', async () => {
      fcm.answer(refusal(503, 'UNAVAILABLE', 'Try again'));
      const outcome = await senderOf({ timeoutMs: 200 }).send(PUSH);
      assert.deepEqual(outcome, { kind: 'retry', afterSeconds: 10 });
      await until('three tries of the SDK', () => fcm.requests.length >= 3);
    });
  });
});
