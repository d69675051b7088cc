import assert from 'node:assert/strict';
import { addCounts, countsOf, isSuccess, noCounts, summaryOf } from '../checks/counts.ts';

describe('summaryOf', () => {
  it('names what failed, and says how many passed and failed', () => {
    assert.equal(
      summaryOf({ passed: 12, failures: ['oxlint'], skipped: 0 }),
      'Failed: oxlint\n12 passed, 1 failed',
    );
  });

  it('says so where tests were skipped', () => {
    assert.equal(
      summaryOf({ passed: 12, failures: [], skipped: 2 }),
      '12 passed, 0 failed, 2 skipped',
    );
  });
});

describe('addCounts', () => {
  it('adds each kind', () => {
    const sum = addCounts(
      { passed: 1, failures: ['a'], skipped: 3 },
      { passed: 10, failures: ['b', 'c'], skipped: 30 },
    );
    assert.deepEqual(sum, { passed: 11, failures: ['a', 'b', 'c'], skipped: 33 });
  });
});

describe('countsOf', () => {
  it('reads what summaryOf writes', () => {
    for (const counts of [
      { passed: 12, failures: [], skipped: 0 },
      { passed: 3, failures: ['a › b: c', 'd'], skipped: 2 },
    ]) {
      const code = counts.failures.length === 0 ? 0 : 1;
      assert.deepEqual(countsOf(`...\n${summaryOf(counts)}\n`, 'x', code), counts);
    }
  });

  it('takes no summary, and a bad end, for a failure', () => {
    assert.equal(countsOf('', 'x', 0).failures.length, 1);
    assert.equal(countsOf('2 passed, 0 failed\n', 'x', 1).failures.length, 1);
    assert.equal(countsOf('2 passed, 1 failed\n', 'x', 1).failures.length, 1);
  });
});

describe('isSuccess', () => {
  it('does not take a run without tests for a success', () => {
    assert.equal(isSuccess(noCounts), false);
  });

  it('does not take a run with a failure for a success', () => {
    assert.equal(isSuccess({ passed: 5, failures: ['a'], skipped: 0 }), false);
  });

  it('takes a run with passed tests only for a success', () => {
    assert.equal(isSuccess({ passed: 5, failures: [], skipped: 1 }), true);
  });
});
