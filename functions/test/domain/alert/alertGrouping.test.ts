import assert from 'node:assert/strict';
import { groupingOf } from '../../../src/domain/alert/alertGrouping.ts';
import type { SessionRecord, SessionSecrets } from '../../../src/domain/session/session.ts';
import { policy } from '../../doubles/services.ts';

const start = Date.parse('2026-03-01T12:00:00Z');
const moment = { now: new Date(start + 600_000), policy, newId: () => '' };

/** A login on a new device, so many seconds after the start. */
function login(id: string, seconds: number, more: object = {}): SessionRecord {
  const at = new Date(start + seconds * 1000);
  return {
    session: {
      sessionId: id,
      createdAt: at,
      confirmed: false,
      revoked: false,
      revokedAt: null,
      expiresAt: new Date(start + 30 * 86_400_000),
      ...more,
    },
    secrets: { sessionId: id, registeredAt: at, newDevice: true, ...more },
  } as SessionRecord;
}

const idsOf = (about: SessionRecord, records: SessionRecord[]) =>
  groupingOf(about, records, [], moment).logins.map(({ session }) => session.sessionId);

describe('groupingOf', () => {
  const a = login('a', 0);
  const b = login('b', 60);
  const c = login('c', 120);
  const far = login('far', 181);

  it('takes together what follows within a minute, from whichever of them it is asked', () => {
    const all = [far, c, a, b];
    for (const about of [a, b, c]) assert.deepEqual(idsOf(about, all), ['a', 'b', 'c']);
    assert.deepEqual(idsOf(far, all), ['far']);
    assert.equal(groupingOf(c, all, [], moment).burstId, 'a');
  });

  for (const [what, other] of Object.entries({
    'answered with "yes"': login('b', 60, { confirmed: true }),
    'ended or denied': login('b', 60, { revoked: true }),
    'no login on a new device': login('b', 60, { newDevice: false }),
    expired: login('b', 60, { expiresAt: moment.now }),
  })) {
    it(`counts none that is ${what}`, () => {
      assert.deepEqual(idsOf(a, [a, other]), ['a']);
    });
  }

  it('stands for itself alone where it has ended', () => {
    const over = login('b', 60, { revoked: true });
    assert.deepEqual(idsOf(over, [a, over, c]), ['b']);
  });

  it('orders those of the same time by their ids', () => {
    const [y, x] = [login('y', 0), login('x', 0)];
    assert.deepEqual(idsOf(y, [y, x]), ['x', 'y']);
    assert.deepEqual(idsOf(x, [y, x]), ['x', 'y']);
  });

  it('stands for twenty at most, the latest', () => {
    const many = Array.from({ length: 25 }, (_, at) => login(`s${at + 10}`, at));
    const ids = idsOf(many[24]!, many);
    assert.deepEqual([ids.length, ids[0], ids.at(-1)], [20, 's15', 's34']);
  });

  it('is silent after ten alerts that went out within a day', () => {
    const alerted = (count: number, msAgo: number) =>
      Array.from(
        { length: count },
        () => ({ alertedAt: new Date(moment.now.getTime() - msAgo) }) as SessionSecrets,
      );
    const unalerted = Array.from({ length: 5 }, () => ({ alertedAt: null }) as SessionSecrets);
    const silent = (recent: SessionSecrets[]) => groupingOf(a, [a], recent, moment).silent;
    assert.equal(silent([...alerted(9, 1000), ...unalerted]), false);
    assert.equal(silent(alerted(10, 1000)), true);
    assert.equal(silent(alerted(10, 86_400_000)), false);
  });
});
