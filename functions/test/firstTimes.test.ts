import assert from 'node:assert/strict';
import { firstTimes } from '../src/firstTimes.ts';

describe('firstTimes', () => {
  it('is true once for each matter', () => {
    const isFirstTime = firstTimes(10);
    assert.deepEqual(['a', 'b', 'a', 'b'].map(isFirstTime), [true, true, false, false]);
  });

  it('remembers no more than so many', () => {
    const isFirstTime = firstTimes(2);
    assert.deepEqual(['a', 'b', 'c', 'a'].map(isFirstTime), [true, true, true, true]);
  });
});
