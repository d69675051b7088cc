import assert from 'node:assert/strict';
import { taskPushQueue } from '../../src/clients/taskPushQueue.ts';

describe('the queue of pushes', () => {
  it('is that of the deployed function, with a kit’s prefix where it has one', async () => {
    const queued: unknown[] = [];
    const functions = {
      taskQueue: (name: string) => ({
        enqueue: async (...task: unknown[]) => void queued.push([name, ...task]),
      }),
    };
    const queue = taskPushQueue(functions as never, 'europe-west1', 'kit-main-deliverPush');
    await queue.enqueue({ accountId: 'A' }, 60);
    const name = 'locations/europe-west1/functions/kit-main-deliverPush';
    const task = { accountId: 'A' };
    assert.deepEqual(queued, [[name, task, { scheduleDelaySeconds: 60 }]]);
  });
});
