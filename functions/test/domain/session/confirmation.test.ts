import assert from 'node:assert/strict';
import {
  confirmedOf,
  confirming,
  confirmsAt,
  deviceAfterEnd,
  forgetting,
  isConfirmed,
  isForgottenBy,
  isKnownBy,
  requireConfirmed,
} from '../../../src/domain/session/confirmation.ts';
import type { Session } from '../../../src/domain/session/session.ts';
import { revokedReasons } from '../../../src/domain/session/session.ts';
import { ago, moment, now, record, refusalOf, unconfirmed } from '../records.ts';

const waiting = (fields: Partial<Session>) => unconfirmed('s', { session: fields }).session;

describe('a session counts as its owner’s', () => {
  const cases: [what: string, session: Session, expected: boolean][] = [
    ['once it is confirmed', record('s').session, true],
    ['not before its time', waiting({ createdAt: ago({ days: 6, hours: 23 }) }), false],
    ['after seven days unanswered', waiting({ createdAt: ago({ days: 7 }) }), true],
    [
      'never where it was closed before that',
      waiting({ createdAt: ago({ days: 9 }), revoked: true, revokedAt: ago({ days: 3 }) }),
      false,
    ],
    [
      'never where it ran out before that',
      waiting({ createdAt: ago({ days: 40 }), expiresAt: ago({ days: 34 }) }),
      false,
    ],
    [
      'also where it ran out after that',
      waiting({ createdAt: ago({ days: 40 }), expiresAt: ago({ days: 10 }) }),
      true,
    ],
  ];
  for (const [what, session, expected] of cases) {
    it(what, () => assert.equal(isConfirmed(session, moment()), expected));
  }

  it('at a time that its policy gives', () => {
    const { policy } = moment({ confirmAfterDays: 2 });
    assert.deepEqual(confirmsAt({ createdAt: now }, policy), ago({ days: -2 }));
  });
});

describe('requireConfirmed', () => {
  it('refuses an unconfirmed session with the seconds until it is confirmed', () => {
    const session = waiting({ createdAt: ago({ days: 6, hours: 23 }) });
    assert.throws(() => requireConfirmed(session, moment()), {
      reason: 'session_unconfirmed',
      details: { retryAfterSeconds: 3600 },
    });
  });

  it('lets a confirmed one pass', () => {
    assert.equal(
      refusalOf(() => requireConfirmed(record('s').session, moment())),
      'none',
    );
  });
});

describe('what an end leaves known', () => {
  const forgets = new Set(['user', 'others', 'denied', 'token_reuse', 'operator']);
  for (const reason of revokedReasons) {
    const kept = reason === 'replaced' ? 'unknown' : 'known';
    it(`of a confirmed session, by ${reason}`, () => {
      const expected = forgets.has(reason) ? 'forgotten' : kept;
      assert.equal(deviceAfterEnd(record('s'), reason, moment()), expected);
    });

    it(`of an unconfirmed session, by ${reason}`, () => {
      const expected = forgets.has(reason) ? 'forgotten' : 'unknown';
      assert.equal(deviceAfterEnd(unconfirmed('s'), reason, moment()), expected);
    });

    it(`of a forgotten device, by ${reason}: nothing, for good`, () => {
      const one = record('s', { secrets: { device: 'forgotten' } });
      assert.equal(deviceAfterEnd(one, reason, moment()), 'forgotten');
    });
  }
});

describe('a record', () => {
  it('speaks for its device until it is past its own time, whether or not it is deleted', () => {
    const known = record('s', { secrets: { expiresAt: now } }).secrets;
    const forgotten = { ...known, device: 'forgotten' as const };
    const before = ago({ seconds: 1 });
    assert.deepEqual([isKnownBy(known, before), isKnownBy(known, now)], [true, false]);
    assert.deepEqual(
      [isForgottenBy(forgotten, before), isForgottenBy(forgotten, now)],
      [true, false],
    );
    assert.deepEqual([isKnownBy(forgotten, before), isForgottenBy(known, before)], [false, false]);
  });

  it('is changed together with what it says of its device', () => {
    assert.deepEqual(confirming({ sessionId: 's' }), {
      sessionId: 's',
      session: { confirmed: true },
      secrets: { device: 'known' },
    });
    assert.deepEqual(forgetting({ sessionId: 's' }), {
      sessionId: 's',
      secrets: { device: 'forgotten' },
    });
  });
});

describe('confirmedOf', () => {
  it('keeps what is live and confirmed', () => {
    const records = [
      record('a'),
      unconfirmed('b'),
      record('c', { session: { revoked: true } }),
      record('d', { session: { expiresAt: now } }),
    ];
    const ids = confirmedOf(records, moment()).map(({ session }) => session.sessionId);
    assert.deepEqual(ids, ['a']);
  });
});
