import assert from 'node:assert/strict';
import { outcomeOfError } from '../../src/clients/fcmOutcome.ts';

const FCM_ERROR = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';
const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';

const dead = { kind: 'dead_token' };
const failed = { kind: 'failed' };

const errorOf = (code: string, message = '', details?: object[]) =>
  Object.assign(new Error(message), {
    code,
    // As version 14 of the Admin SDK hands the answer on.
    ...(details && { httpResponse: { status: 400, headers: {}, data: { error: { details } } } }),
  });

describe('outcomeOfError', () => {
  describe('goes by the details of the answer where the SDK hands them on', () => {
    const invalid = 'messaging/invalid-argument';

    it('FcmError alone condemns the token', () => {
      assert.deepEqual(outcomeOfError(errorOf(invalid, '', [{ '@type': FCM_ERROR }])), dead);
    });

    it('BadRequest acquits it, whatever the message says', () => {
      const message = 'The registration token is not a valid FCM registration token';
      const both = [{ '@type': FCM_ERROR }, { '@type': BAD_REQUEST }];
      assert.deepEqual(outcomeOfError(errorOf(invalid, message, both)), failed);
      assert.deepEqual(outcomeOfError(errorOf(invalid, message, [])), failed);
    });

    it('SENDER_ID_MISMATCH condemns it, a missing permission does not', () => {
      const mismatch = 'messaging/mismatched-credential';
      const details = [{ '@type': FCM_ERROR, errorCode: 'SENDER_ID_MISMATCH' }];
      assert.deepEqual(outcomeOfError(errorOf(mismatch, '', details)), dead);
      assert.deepEqual(outcomeOfError(errorOf(mismatch, '', [])), failed);
    });
  });

  it('does not drop a token for words in an error that FCM did not send', () => {
    const message = 'The registration token is not a valid FCM registration token';
    assert.deepEqual(outcomeOfError(errorOf('messaging/invalid-payload', message)), failed);
    assert.deepEqual(outcomeOfError(new TypeError('SenderId mismatch')), failed);
    assert.deepEqual(outcomeOfError('UNREGISTERED'), failed);
    assert.deepEqual(outcomeOfError(undefined), failed);
  });

  for (const code of ['app/network-error', 'app/network-timeout', 'messaging/server-unavailable']) {
    it(`takes ${code} for passing`, () => {
      assert.deepEqual(outcomeOfError(errorOf(code)), { kind: 'retry', afterSeconds: 10 });
    });
  }
});
