import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { judgeIndexes, type IndexFile } from '../support/indexes.ts';
import { bitesFrom, callsPerUserDay, limits, monthlyCost } from '../support/scaleModel.ts';
import { peakPerSecond, rampMinutes } from '../support/scaleModel.ts';

describe('the arithmetic of scale', () => {
  it('takes the busiest second for three times the average', () => {
    assert.equal(peakPerSecond(86_400, 1), 3);
  });

  it('adds up a month of every call', () => {
    const calls = Object.values(callsPerUserDay).reduce((sum, perDay) => sum + perDay, 0) * 30;
    const { reads, writes, total, ...rest } = monthlyCost(1000, () => ({ reads: 1, writes: 2 }));
    assert.ok(Math.abs(reads - (1000 * calls * 0.3) / 1e6) < 1e-9);
    assert.ok(Math.abs(writes - (1000 * calls * 2 * 0.9) / 1e6) < 1e-9);
    // 1,000 users × 20 KiB, at $0.15 a GiB.
    assert.ok(Math.abs(rest.storage - (20_000 / 2 ** 20) * 0.15) < 1e-9);
    assert.equal(total, reads + writes + rest.storage + rest.functions);
  });

  it('costs ten times as much for ten times the users', () => {
    const cost = () => ({ reads: 5, writes: 1 });
    const [one, ten] = [monthlyCost(1000, cost), monthlyCost(10_000, cost)];
    assert.ok(Math.abs(ten.total / one.total - 10) < 1e-9);
  });

  it('refuses to add up what it does not know', () => {
    assert.throws(() => monthlyCost(1000, () => undefined), /the cost of .* is unknown/);
  });

  it('finds the users at whom each limit bites', () => {
    for (const limit of limits) {
      const users = bitesFrom(limit);
      assert.ok(Math.abs(limit.demand(users) / limit.allowed - 1) < 1e-9, limit.name);
    }
  });

  it('knows how long Firestore wants to warm up', () => {
    assert.deepEqual([100, 500, 501, 750, 751].map(rampMinutes), [0, 0, 5, 5, 10]);
  });
});

describe('the judgement of indexes', () => {
  const file = JSON.parse(
    readFileSync(new URL('../../../firestore.indexes.json', import.meta.url), 'utf8'),
  ) as IndexFile;

  it('finds none hot among the composite ones of the product', () => {
    const judged = judgeIndexes(file, {});
    assert.equal(judged.length, file.indexes.length);
    assert.deepEqual(
      judged.filter(({ values }) => values !== 'random'),
      [],
    );
  });

  it('finds a time that is not exempt hot, and leaves out one that is', () => {
    const fields = { deviceSessions: ['createdAt', 'revoked'] };
    const [exempt, hot] = [file, { ...file, fieldOverrides: [] }].map((one) =>
      judgeIndexes(one, fields)
        .filter(({ kind }) => kind === 'automatic')
        .map(({ fields: names, values }) => [names, values]),
    );
    assert.deepEqual(exempt, [['revoked', 'few']]);
    assert.deepEqual(hot, [
      ['createdAt', 'time'],
      ['revoked', 'few'],
    ]);
  });

  it('refuses to judge a field that nobody has thought about', () => {
    assert.throws(
      () => judgeIndexes(file, { deviceSessions: ['shoeSize'] }),
      /deviceSessions\.shoeSize/,
    );
  });
});
