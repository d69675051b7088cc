import assert from 'node:assert/strict';
import type { Account } from '../../../src/domain/account/account.ts';
import { groupingOf } from '../../../src/domain/alert/alertGrouping.ts';
import { account, ago, now, using, waiting } from '../accounts.ts';

/** A login so many seconds ago that waits for its answer. */
const login = (sessionId: string, seconds: number) =>
  waiting({ sessionId, createdAt: ago({ seconds }) });

const grouped = (devices: Account['devices'], about: string[], more: Partial<Account> = {}) =>
  groupingOf(account({ devices, ...more }), about, now);
const keysOf = (devices: Account['devices'], about: string[]) =>
  grouped(devices, about).logins.map(({ key }) => key);

describe('alerts in a row', () => {
  const row = { a: login('a', 300), b: login('b', 250), c: login('c', 190), d: login('d', 100) };

  it('take together what follows within a minute, from whichever of them it is asked', () => {
    for (const key of ['a', 'b', 'c']) {
      const { logins, burstId } = grouped(row, [key]);
      assert.deepEqual(
        logins.map((one) => one.key),
        ['a', 'b', 'c'],
      );
      assert.equal(burstId, 'a');
    }
    assert.deepEqual(keysOf(row, ['d']), ['d']);
    assert.deepEqual(keysOf(row, ['c', 'd']), ['a', 'b', 'c', 'd']);
  });

  it('count none that is confirmed, or was no login on a new device', () => {
    const others = {
      a: using({ sessionId: 'a', createdAt: ago({ seconds: 20 }) }),
      b: waiting({ sessionId: 'b', createdAt: ago({ seconds: 15 }), newDevice: false }),
      c: login('c', 10),
    };
    assert.deepEqual(keysOf(others, ['c']), ['c']);
  });

  it('stand for none where the login has ended', () => {
    assert.deepEqual(grouped({}, ['gone']), { logins: [], burstId: null, silent: false });
  });

  it('are ordered by their ids at the same time', () => {
    assert.deepEqual(keysOf({ z: login('z', 5), y: login('y', 5) }, ['z']), ['y', 'z']);
  });

  it('stand for twenty at most, the latest', () => {
    const many = Object.fromEntries(
      Array.from({ length: 25 }, (_, at) => [`k${at}`, login(`s${at}`, 100 - at)]),
    );
    const keys = keysOf(many, ['k0']);
    assert.deepEqual([keys.length, keys[0], keys.at(-1)], [20, 'k5', 'k24']);
  });

  it('are silent after ten that went out within a day', () => {
    const times = (count: number, days: number) => ({
      alertedTimes: Array.from({ length: count }, () => ago({ days })),
    });
    const isSilent = (more: Partial<Account>) => grouped(row, ['d'], more).silent;
    assert.deepEqual(
      [isSilent(times(9, 0.5)), isSilent(times(10, 0.5)), isSilent(times(10, 1))],
      [false, true, false],
    );
  });
});
