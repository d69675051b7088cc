import assert from 'node:assert/strict';
import { confirmedReceivers, receiverOf } from '../../../src/domain/revocation/receivers.ts';
import { ended, expired, moment, record, unconfirmed } from '../records.ts';

describe('who may be told', () => {
  it('is every live, confirmed session with a push token, except those named', () => {
    const records = [
      record('a'),
      record('me'),
      unconfirmed('b'),
      ended('c', 'sign_out'),
      expired('d'),
      record('e', { secrets: { pushToken: null } }),
    ];
    assert.deepEqual(confirmedReceivers(records, ['me'], moment()), ['a']);
  });

  it('is told where its push token leads, in its language', () => {
    assert.deepEqual(receiverOf(record('a', { secrets: { locale: 'de' } })), {
      sessionId: 'a',
      deviceType: 'ANDROID',
      pushToken: { kind: 'token', value: 'push-a' },
      locale: 'de',
    });
    assert.equal(receiverOf(record('a', { secrets: { pushToken: null } })), null);
  });
});
