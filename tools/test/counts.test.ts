import assert from 'node:assert/strict';
import { addCounts, isSuccess, noCounts, summaryOf } from '../checks/counts.ts';

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
