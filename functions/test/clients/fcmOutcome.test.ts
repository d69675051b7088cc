import assert from 'node:assert/strict';
import { outcomeOfError } from '../../src/clients/fcmOutcome.ts';

const failed = { kind: 'failed' };

const errorOf = (code: string, message = '') => Object.assign(new Error(message), { code });

// What FCM answers is tried at the wire, in fcm.test.ts.
describe('outcomeOfError', () => {
  it('does not drop a token for what FCM has not said', () => {
    const message = 'The registration token is not a valid FCM registration token';
    assert.deepEqual(outcomeOfError(errorOf('messaging/invalid-argument', message)), failed);
    assert.deepEqual(
      outcomeOfError(errorOf('messaging/registration-token-not-registered')),
      failed,
    );
    assert.deepEqual(outcomeOfError(new TypeError('SenderId mismatch')), failed);
    assert.deepEqual(outcomeOfError('UNREGISTERED'), failed);
    assert.deepEqual(outcomeOfError(undefined), failed);
  });

  it('does not fail on an answer that is no JSON', () => {
    const error = errorOf('messaging/unknown-error');
    const answered = Object.assign(error, { httpResponse: { data: '<html>' } });
    assert.deepEqual(outcomeOfError(answered), { kind: 'retry', afterSeconds: 60 });
  });

  for (const code of ['app/network-error', 'app/network-timeout', 'messaging/server-unavailable']) {
    it(`takes ${code} for passing`, () => {
      assert.deepEqual(outcomeOfError(errorOf(code)), { kind: 'retry', afterSeconds: 10 });
    });
  }
});
