import assert from 'node:assert/strict';
import { VirtualClock } from '../support/virtualClock.ts';

describe('the clock of the bench', () => {
  it('wakes each at its moment, in their order, and takes no time for anything else', async () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const work = (name: string, naps: number[]) => async () => {
      for (const ms of naps) {
        await clock.sleep(ms);
        await new Promise(setImmediate);
        seen.push(`${name} at ${clock.now}`);
      }
    };
    await clock.run([work('a', [600_000, 5]), work('b', [10, 20]), work('c', [])]);
    assert.deepEqual(seen, ['b at 10', 'b at 30', 'a at 600000', 'a at 600005']);
    await clock.run([work('d', [1])]);
    assert.equal(clock.now, 600_006);
  });
});
