import assert from 'node:assert/strict';
import type { DeviceInUse } from '../../../src/domain/account/account.ts';
import { evictionsFor } from '../../../src/domain/registration/limits.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import type { DeviceType } from '../../../src/domain/session/session.ts';
import { limitedTo } from '../../doubles/limits.ts';
import { policy } from '../../doubles/services.ts';
import { ago, using } from '../accounts.ts';

type Rival = [string, DeviceInUse];

/** So many hours without activity. */
function rival(key: string, hours: number, fields: Parameters<typeof using>[0] = {}): Rival {
  const lastActiveAt = ago({ hours });
  return [key, using({ sessionId: key, lastActiveAt, ...fields }) as DeviceInUse];
}

const three = [rival('a', 1), rival('b', 3), rival('c', 2)];
const mixed = [
  ...[rival('a', 4), rival('b', 1)],
  ...[rival('u', 2, { confirmed: false }), rival('v', 3, { confirmed: false })],
];
const web = (key: string, hours: number) => rival(key, hours, { deviceType: 'WEB' });
const kinds = [web('w1', 1), web('w2', 2), rival('i', 9, { deviceType: 'IOS' }), rival('n', 8)];

describe('who makes room', () => {
  const cases: [
    what: string,
    newcomer: { confirmed?: boolean; deviceType?: DeviceType },
    others: Rival[],
    limits: Partial<SessionPolicy>,
    expected: string[],
  ][] = [
    ['nobody below the limit', {}, three, limitedTo('4'), []],
    ['the least recently active at the limit', {}, three, limitedTo('3'), ['b']],
    ['as many as there are too many', {}, three, limitedTo('1'), ['b', 'c', 'a']],
    ['unconfirmed ones first', {}, mixed, limitedTo('4'), ['v']],
    ['then confirmed ones', {}, mixed, limitedTo('2'), ['v', 'u', 'a']],
    [
      'no confirmed one for an unconfirmed one',
      { confirmed: false },
      mixed,
      limitedTo('1'),
      ['v', 'u'],
    ],
    ['one of its kind', { deviceType: 'WEB' }, kinds, limitedTo('20,WEB:2'), ['w2']],
    ['nobody of another kind', { deviceType: 'IOS' }, kinds, limitedTo('20,WEB:2'), []],
    ['one of a group', {}, kinds, limitedTo('20,ANDROID+IOS:2'), ['i']],
    [
      'of its kind first, then of all',
      { deviceType: 'WEB' },
      kinds,
      limitedTo('3,WEB:2'),
      ['w2', 'i'],
    ],
  ];
  for (const [what, newcomer, others, limits, expected] of cases) {
    it(what, () => {
      const one = { confirmed: true, deviceType: 'ANDROID' as const, ...newcomer };
      assert.deepEqual(evictionsFor(one, others, { ...policy, ...limits }), expected);
    });
  }
});
