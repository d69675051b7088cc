import assert from 'node:assert/strict';
import {
  activeUntil,
  endOf,
  isLive,
  isTouchDue,
  rememberedUntil,
  requireLive,
  requireLiveOf,
} from '../../../src/domain/session/lifetime.ts';
import type { Caller } from '../../../src/domain/session/session.ts';
import { ago, callerOf, ended, expired, moment, now, record, refusalOf } from '../records.ts';

const { policy } = moment();

describe('a session', () => {
  it('lives until its end, exclusive', () => {
    assert.equal(
      isLive(record('s', { session: { expiresAt: ago({ seconds: -1 }) } }).session, now),
      true,
    );
    assert.equal(isLive(expired('s').session, now), false);
    assert.equal(isLive(ended('s', 'user').session, now), false);
  });

  it('ends after idle days, never past its absolute end', () => {
    assert.deepEqual(activeUntil(ago({ days: 1 }), policy, now), ago({ days: -30 }));
    assert.deepEqual(activeUntil(ago({ days: 360 }), policy, now), ago({ days: -5 }));
  });

  it('is remembered for RETENTION_DAYS', () => {
    assert.deepEqual(rememberedUntil(now, policy), ago({ days: -30 }));
  });

  it('is touched once per interval', () => {
    const due = (lastActiveAt: Date) =>
      isTouchDue(record('s', { session: { lastActiveAt } }).session, policy, now);
    assert.deepEqual([due(ago({ seconds: 299 })), due(ago({ seconds: 300 }))], [false, true]);
  });
});

describe('requireLive', () => {
  const one = record('s');
  const caller = callerOf(one);
  const cases: [
    what: string,
    session: typeof one.session | null,
    caller: Caller,
    reason: string,
  ][] = [
    ['lets the caller’s own session pass', one.session, caller, 'none'],
    [
      'takes a device hash under an older key',
      one.session,
      { ...caller, deviceHashes: ['newer', 'hash-s'] },
      'none',
    ],
    ['refuses what is gone', null, caller, 'session_expired'],
    ['refuses another user’s', one.session, { ...caller, userId: 'bob' }, 'session_expired'],
    ['refuses another tenant’s', one.session, { ...caller, tenantId: 't' }, 'session_expired'],
    [
      'refuses another device’s',
      one.session,
      { ...caller, deviceHashes: ['x'] },
      'session_expired',
    ],
    [
      'tells another device nothing of an end',
      ended('s', 'user').session,
      { ...caller, deviceHashes: ['x'] },
      'session_expired',
    ],
    ['refuses what ran out', expired('s').session, caller, 'session_expired'],
    ['refuses what was closed', ended('s', 'user').session, caller, 'session_revoked'],
    [
      'refuses what was written down as run out',
      ended('s', 'expired').session,
      caller,
      'session_expired',
    ],
  ];
  for (const [what, session, who, reason] of cases) {
    it(what, () =>
      assert.equal(
        refusalOf(() => requireLive(session, who, now)),
        reason,
      ),
    );
  }

  it('asks for the owner alone where the credential names no device', () => {
    assert.equal(requireLiveOf(one.session, caller, now), one.session);
    assert.equal(
      refusalOf(() => requireLiveOf(one.session, { userId: 'bob', tenantId: null }, now)),
      'session_expired',
    );
  });

  it('says why a session ended', () => {
    assert.deepEqual(endOf(ended('s', 'account').session).details, { revokedReason: 'account' });
    assert.deepEqual(endOf({ ...one.session, revoked: true }).details, {});
  });
});
