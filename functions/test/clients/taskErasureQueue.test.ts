import assert from 'node:assert/strict';
import { taskErasureQueue } from '../../src/clients/taskErasureQueue.ts';

describe('the queue of deleted accounts', () => {
  it('is that of the deployed function, and its tasks name the account', async () => {
    const queued: unknown[] = [];
    const functions = {
      taskQueue: (name: string) => ({
        enqueue: async (...task: unknown[]) => void queued.push([name, ...task]),
      }),
    };
    const queue = taskErasureQueue(functions as never, 'us-central1', 'kit-main-eraseUserLater');
    await queue.enqueue({ userId: 'alice', tenantId: 'tenant-1' }, 4200);
    const name = 'locations/us-central1/functions/kit-main-eraseUserLater';
    const task = { userId: 'alice', tenantId: 'tenant-1' };
    assert.deepEqual(queued, [[name, task, { scheduleDelaySeconds: 4200 }]]);
  });
});
