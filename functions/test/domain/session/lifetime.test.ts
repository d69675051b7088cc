import assert from 'node:assert/strict';
import {
  activeUntil,
  currentEnd,
  endOf,
  isTouchDue,
  rememberedUntil,
  requireLive,
} from '../../../src/domain/session/lifetime.ts';
import type { OpenSession } from '../../../src/domain/account/account.ts';
import type { Caller, DeviceType } from '../../../src/domain/session/session.ts';
import { living } from '../../doubles/limits.ts';
import {
  ago,
  callerOf,
  endedView,
  moment,
  now,
  openSession,
  refusalOf,
  view,
} from '../accounts.ts';

const { policy } = moment();

describe('a session', () => {
  const openedBefore = (days: number, ...livesAs: DeviceType[]) =>
    openSession({ createdAt: ago({ days }), livesAs });
  const shortOnWeb = { ...policy, ...living('30d/365d,WEB:12h/7d,IOS:1d/2d') };
  const ends: [what: string, session: OpenSession, end: Date][] = [
    ['its idle time after its last activity', openedBefore(1, 'ANDROID'), ago({ days: -30 })],
    ['no later than its absolute end', openedBefore(360, 'ANDROID'), ago({ days: -5 })],
    ['by its device type', openedBefore(1, 'WEB'), ago({ hours: -12 })],
    ['no later than the absolute end of its type', openedBefore(6.75, 'WEB'), ago({ hours: -6 })],
    [
      'by the shorter idle time of its types',
      openedBefore(1, 'ANDROID', 'WEB'),
      ago({ hours: -12 }),
    ],
    [
      'by the shorter longest time of its types',
      openedBefore(1.75, 'WEB', 'ANDROID', 'IOS'),
      ago({ hours: -6 }),
    ],
  ];
  for (const [what, session, end] of ends) {
    it(`ends ${what}`, () => assert.deepEqual(activeUntil(session, shortOnWeb, now), end));
  }

  const active = (expiresAt: Date, hours: number) =>
    openSession({ createdAt: ago({ days: 3 }), lastActiveAt: ago({ hours }), expiresAt });
  const currentEnds: [what: string, lifetimes: string, session: OpenSession, end: Date][] = [
    [
      'stays where the lifetimes are as they were',
      '30d/365d',
      active(ago({ days: -30 }), 0),
      ago({ days: -30 }),
    ],
    [
      'comes sooner by a shorter idle time',
      '12h/365d',
      active(ago({ days: -29 }), 2),
      ago({ hours: -10 }),
    ],
    [
      'comes sooner by a shorter longest time',
      '1d/4d',
      active(ago({ days: -29 }), 0),
      ago({ days: -1 }),
    ],
    [
      'comes no later by longer lifetimes',
      '60d/365d',
      active(ago({ days: -29 }), 2),
      ago({ days: -29 }),
    ],
    [
      'comes now where a shorter lifetime has passed',
      '12h/365d',
      active(ago({ days: -29 }), 13),
      now,
    ],
    [
      'is what it was where it had passed too',
      '12h/365d',
      active(ago({ hours: 1 }), 20),
      ago({ hours: 1 }),
    ],
  ];
  for (const [what, lifetimes, session, end] of currentEnds) {
    it(`has an end that ${what}`, () =>
      assert.deepEqual(
        currentEnd(session, { now, policy: { ...policy, ...living(lifetimes) } }),
        end,
      ));
  }

  it('is remembered for RETENTION_DAYS', () => {
    assert.deepEqual(rememberedUntil(now, policy), ago({ days: -30 }));
  });

  for (const [what, lifetimes, seconds] of [
    ['once per interval', '30d/365d', 300],
    ['once in a tenth of its idle time, where that is shorter', '15m/365d', 90],
    ['by the idle time of its own type', '30d/365d,ANDROID:20m/1d', 120],
  ] as const) {
    it(`is touched ${what}`, () => {
      const touched = { ...policy, ...living(lifetimes) };
      const due = (since: number) =>
        isTouchDue(openSession({ lastActiveAt: ago({ seconds: since }) }), {
          now,
          policy: touched,
        });
      assert.deepEqual([due(seconds - 1), due(seconds)], [false, true]);
    });
  }

  it('is touched once a second at the most', () => {
    const always = { ...policy, touchIntervalSeconds: 0 };
    const due = (since: number) =>
      isTouchDue(openSession({ lastActiveAt: ago({ seconds: since }) }), { now, policy: always });
    assert.deepEqual([due(0.999), due(1)], [false, true]);
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
