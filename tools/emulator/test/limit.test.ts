import assert from 'node:assert/strict';
import { createLimit } from '../src/triggers/limit.ts';

/** Work that ends when the test says so. */
function makeWork() {
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  return { ends, work };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a limit', () => {
  it('runs no more at once, and the others in turn', async () => {
    const { ends, work } = makeWork();
    const limit = createLimit(2);
    const all = [1, 2, 3, 4].map(() => limit(work));
    await settle();
    assert.equal(ends.length, 2);
    ends[0]?.();
    await settle();
    assert.equal(ends.length, 3);
    ends.forEach((end) => end());
    await settle();
    ends.forEach((end) => end());
    await Promise.all(all);
    assert.equal(ends.length, 4);
  });

  it('gives the place of failed work to the next', async () => {
    const limit = createLimit(1);
    const failed = limit(() => Promise.reject(new Error('lost')));
    const next = limit(() => Promise.resolve('done'));
    await assert.rejects(failed, /lost/);
    assert.equal(await next, 'done');
  });
});
