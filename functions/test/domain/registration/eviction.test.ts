import assert from 'node:assert/strict';
import { evictionsFor } from '../../../src/domain/registration/eviction.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import type { DeviceType, SessionRecord } from '../../../src/domain/session/session.ts';
import { ago, moment, record, unconfirmed } from '../records.ts';

/** The higher the number, the longer ago it was active. */
const active = (id: string, hours: number, deviceType: DeviceType = 'ANDROID') =>
  record(id, { session: { lastActiveAt: ago({ hours }), deviceType } });
const waiting = (id: string, hours: number) =>
  unconfirmed(id, { session: { lastActiveAt: ago({ hours }) } });

const three = [active('a', 1), active('b', 3), active('c', 2)];
const mixed = [active('a', 9), waiting('u', 1), active('b', 8), waiting('v', 2)];
const webs = [active('w1', 1, 'WEB'), active('w2', 2, 'WEB'), active('i', 9, 'IOS')];
const limits = (groups: SessionPolicy['sessionLimits']['groups'], total: number | null = null) => ({
  sessionLimits: { total, groups },
});

describe('who makes room', () => {
  const cases: [
    what: string,
    newcomer: { deviceType?: DeviceType; confirmed?: boolean },
    others: SessionRecord[],
    limits: Partial<SessionPolicy>,
    expected: string[],
  ][] = [
    ['nobody below the limit', {}, three, { maxSessions: 4 }, []],
    ['the least recently active at the limit', {}, three, { maxSessions: 3 }, ['b']],
    ['as many as there are too many', {}, three, { maxSessions: 1 }, ['b', 'c', 'a']],
    ['unconfirmed ones first', {}, mixed, { maxSessions: 4 }, ['v']],
    ['then confirmed ones', {}, mixed, { maxSessions: 2 }, ['v', 'u', 'a']],
    [
      'unconfirmed ones only, for an unconfirmed newcomer',
      { confirmed: false },
      mixed,
      { maxSessions: 1 },
      ['v', 'u'],
    ],
    [
      'nobody confirmed for an unconfirmed newcomer, that comes in above',
      { confirmed: false },
      three,
      { maxSessions: 3 },
      [],
    ],
    [
      'the least active of its kind',
      { deviceType: 'WEB' },
      webs,
      limits([{ deviceTypes: ['WEB'], most: 2 }]),
      ['w2'],
    ],
    [
      'nobody for a kind that has no limit of its own',
      { deviceType: 'ANDROID' },
      webs,
      limits([{ deviceTypes: ['WEB'], most: 1 }]),
      [],
    ],
    [
      'one of several kinds that share a limit',
      { deviceType: 'ANDROID' },
      webs,
      limits([{ deviceTypes: ['ANDROID', 'IOS'], most: 1 }]),
      ['i'],
    ],
    [
      'one of its kind, which also counts for the total',
      { deviceType: 'WEB' },
      webs,
      limits([{ deviceTypes: ['WEB'], most: 2 }], 3),
      ['w2'],
    ],
    [
      'by the smaller of total and MAX_SESSIONS',
      {},
      three,
      { maxSessions: 3, ...limits([], 2) },
      ['b', 'c'],
    ],
    [
      'by MAX_SESSIONS where total is larger',
      {},
      three,
      { maxSessions: 3, ...limits([], 9) },
      ['b'],
    ],
  ];
  for (const [what, newcomer, others, limited, expected] of cases) {
    it(what, () => {
      const evicted = evictionsFor(
        { deviceType: 'ANDROID', confirmed: true, ...newcomer },
        others,
        moment(limited),
      );
      assert.deepEqual(
        evicted.map(({ session }) => session.sessionId),
        expected,
      );
    });
  }
});
