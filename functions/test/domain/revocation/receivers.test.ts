import assert from 'node:assert/strict';
import {
  confirmedReceivers,
  receiverOf,
  receivingOf,
} from '../../../src/domain/revocation/receivers.ts';
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

  describe('where what is owed is sent', () => {
    const owed = { receiver: 'phone' };
    const about = unconfirmed('login', { secrets: { installation: 'on-login' } });
    const receiving = (...records: ReturnType<typeof record>[]) =>
      receivingOf(owed, about, [about, ...records], moment())?.session.sessionId;
    const onPhone = { secrets: { installation: 'on-phone' } };

    it('is the session that is named, while it lives', () => {
      assert.equal(receiving(record('phone', onPhone), record('next', onPhone)), 'phone');
    });

    it('is what has replaced it on its installation', () => {
      assert.equal(receiving(ended('phone', 'replaced', onPhone), record('next', onPhone)), 'next');
    });

    it('is never the session that it is about, also where that has taken the place of the receiver', () => {
      const there = { secrets: { installation: 'on-login' } };
      assert.equal(receiving(ended('phone', 'replaced', there)), 'phone');
      assert.equal(receiving(ended('phone', 'replaced', there), record('next', there)), 'next');
    });

    it('is no session of another user on the same installation', () => {
      const bobs = record('bobs', { ...onPhone, session: { userId: 'bob' } });
      assert.equal(receiving(ended('phone', 'sign_out', onPhone), bobs), 'phone');
    });
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
