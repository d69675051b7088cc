// Everybody out on Firestore, by processes that are killed in the middle of a page and taken up again.
import assert from 'node:assert/strict';
import { openFirestore } from './support/firestore.ts';
import { lookAt, makeEverybody, runEverybodyOut } from './support/everybody.ts';

const project = 'demo-everybody';
const users = 60;
const pageSize = 10;

describe('everybody out, killed twice and taken up again', () => {
  const firestore = openFirestore(project);
  after(() => firestore.terminate());

  it('ends all that is meant once, and tells every device once or twice', async () => {
    const all = await makeEverybody(firestore, users);
    const run = (after: string | null, killedInPage: number | null) =>
      runEverybodyOut(firestore, project, all, { pageSize, after, killedInPage });
    const first = await run(null, 2);
    assert.deepEqual([first?.accountCount, first?.revokedCount], [20, 40]);
    const second = await run(first!.after, 1);
    const third = await run(second!.after, null);
    assert.deepEqual([third?.isComplete, third?.accountCount], [true, 30]);
    const { toldTimes, ...found } = await lookAt(firestore, all);
    assert.deepEqual(found, {
      ...{ meantThatLive: 0, othersThatEnded: 0, reasons: ['incident'] },
      ...{ othersTold: 0, endings: 2 * users, owing: 0 },
    });
    const [never, once, twice] = toldTimes;
    assert.deepEqual([never, (once ?? 0) + (twice ?? 0)], [0, 2 * users]);
  });
});
