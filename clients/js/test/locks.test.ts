import { deepEqual, equal, rejects } from 'node:assert/strict';
import { pageLocks, webLocks, type Locks } from '../src/core/locks.ts';

/** Whether two runs under one name overlapped, whichever locks they took. */
async function overlap(one: Locks, two: Locks): Promise<boolean> {
  let running = 0;
  let most = 0;
  const run = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
  };
  await Promise.all([one.request('refresh', run), two.request('refresh', run)]);
  return most > 1;
}

describe('locks', () => {
  it('of a page run one at a time, in the order asked', async () => {
    const locks = pageLocks();
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((at) => locks.request('x', async () => order.push(at))));
    deepEqual(order, [1, 2, 3]);
    equal(await overlap(locks, locks), false);
  });

  it('of a page are free again after a failure', async () => {
    const locks = pageLocks();
    await rejects(
      locks.request('x', async () => Promise.reject(new Error('failed'))),
      /failed/,
    );
    equal(await locks.request('x', async () => 'fine'), 'fine');
  });

  it('of the platform are those of the page where the platform refuses them', async () => {
    const refused = new DOMException('The request was denied.', 'SecurityError');
    const locks = webLocks({ request: async () => Promise.reject(refused) });
    equal(await overlap(locks, locks), false);
    equal(await locks.request('x', async () => 'fine'), 'fine');
  });

  it('of the platform hand on the failure of what runs under them, and run it once', async () => {
    const locks = webLocks({ request: async (_, run) => run() });
    let runs = 0;
    const run = async () => {
      runs += 1;
      throw new Error('failed');
    };
    await rejects(locks.request('x', run), /failed/);
    equal(runs, 1);
  });
});
