// What the functions write when things go wrong: enough to find the fault by, and no secret.
import assert from 'node:assert/strict';
import { failInEveryWay } from './support/tokenFailures.ts';
import { secretKinds, watchSecrets } from './support/watch.ts';

describe('what the functions write of their failures', () => {
  const watch = watchSecrets();
  let written: string;
  let canary: string;

  before(async () => {
    ({ written, canary } = await failInEveryWay(watch));
  });

  it('tells of each failure', () => {
    const meant = [
      'owed pushes not queued',
      'a service is unavailable',
      'credential-compromise',
      'FCM refuses a push',
      'FCM did not take a push',
      'Unhandled error',
      'Failed to validate auth token',
      'still owes a push',
      'SESSION_KEYS is not JSON',
      'SESSION_KEYS: key 1 is not a valid P-256 key pair',
    ];
    assert.deepEqual(
      meant.filter((told) => !written.includes(told)),
      [],
      'nothing is said of these',
    );
  });

  it('would show a secret that a function tells', () => {
    const control = watchSecrets();
    control.keep('keys', canary);
    assert.equal(control.findIn(written, 'keys').length, 1);
  });

  for (const kind of secretKinds) {
    it(`holds none of the ${kind}`, () => {
      assert.ok(watch.count(kind) > 1, 'the run has used some');
      assert.deepEqual(watch.findIn(written, kind), []);
    });
  }
});
