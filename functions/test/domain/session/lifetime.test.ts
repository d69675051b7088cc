import assert from 'node:assert/strict';
import {
  activeUntil,
  endOf,
  isLive,
  isTouchDue,
  rememberedUntil,
  requireLive,
} from '../../../src/domain/session/lifetime.ts';
import type { Caller } from '../../../src/domain/session/session.ts';
import { ago, callerOf, endedView, moment, now, refusalOf, view } from '../accounts.ts';

const { policy } = moment();

describe('a session', () => {
  it('lives until its end, exclusive', () => {
    assert.equal(isLive(view({ expiresAt: ago({ seconds: -1 }) }), now), true);
    assert.equal(isLive(view({ sessionId: 's', expiresAt: now }), now), false);
    assert.equal(isLive(endedView('s', 'd', 'user'), now), false);
  });

  it('ends after idle days, never past its absolute end', () => {
    assert.deepEqual(activeUntil(ago({ days: 1 }), policy, now), ago({ days: -30 }));
    assert.deepEqual(activeUntil(ago({ days: 360 }), policy, now), ago({ days: -5 }));
  });

  it('is remembered for RETENTION_DAYS', () => {
    assert.deepEqual(rememberedUntil(now, policy), ago({ days: -30 }));
  });

  it('is touched once per interval', () => {
    const due = (lastActiveAt: Date) => isTouchDue({ lastActiveAt }, policy, now);
    assert.deepEqual([due(ago({ seconds: 299 })), due(ago({ seconds: 300 }))], [false, true]);
  });
});

describe('requireLive', () => {
  const one = view({ sessionId: 's' });
  const caller = callerOf('s');
  const cases: [what: string, session: typeof one | null, caller: Caller, reason: string][] = [
    ['lets the caller’s own session pass', one, caller, 'none'],
    [
      'takes a device hash under an older key',
      one,
      { ...caller, deviceHashes: ['newer', 'hash-s'] },
      'none',
    ],
    ['refuses what is gone', null, caller, 'session_expired'],
    ['refuses another user’s', one, { ...caller, userId: 'bob' }, 'session_expired'],
    ['refuses another tenant’s', one, { ...caller, tenantId: 't' }, 'session_expired'],
    ['refuses another device’s', one, { ...caller, deviceHashes: ['x'] }, 'session_expired'],
    [
      'tells another device nothing of an end',
      endedView('s', 'd', 'user'),
      { ...caller, deviceHashes: ['x'] },
      'session_expired',
    ],
    ['refuses what ran out', view({ sessionId: 's', expiresAt: now }), caller, 'session_expired'],
    ['refuses what was closed', endedView('s', 'd', 'user'), caller, 'session_revoked'],
    [
      'refuses what was written down as run out',
      endedView('s', 'd', 'expired'),
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

  it('says why a session ended', () => {
    assert.deepEqual(endOf(endedView('s', 'd', 'account')).details, { revokedReason: 'account' });
    assert.deepEqual(endOf(one).details, {});
  });
});
