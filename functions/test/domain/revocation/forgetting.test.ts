import assert from 'node:assert/strict';
import { forgettingEnded } from '../../../src/domain/revocation/forgetting.ts';
import { ended, expired } from '../records.ts';

describe('forgettingEnded', () => {
  it('writes down that a device is forgotten which ran out and may have come of age', () => {
    const change = { sessionId: 'out', secrets: { device: 'forgotten' } };
    const out = (device: 'unknown' | 'forgotten') =>
      expired('out', { secrets: { device } }).secrets;
    assert.deepEqual(forgettingEnded([out('unknown')]), [change]);
    assert.deepEqual(forgettingEnded([out('forgotten')]), []);
  });

  it('writes nothing of a device that nothing is known of', () => {
    const silent = ended('s', 'user', { secrets: { device: 'forgotten' } });
    assert.deepEqual(forgettingEnded([silent.secrets]), []);
  });

  it('keeps the push token for as long as a logout is owed', () => {
    const secrets = { isOwed: true, state: 'account' as const };
    const [change] = forgettingEnded([ended('gone', 'account', { secrets }).secrets]);
    assert.equal(change?.secrets?.pushToken?.value, 'push-gone');
  });
});
