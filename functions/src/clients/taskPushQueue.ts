// The queue of accounts that owe pushes: the task queue of the function `deliverPush`, by its deployed id.
// firebase-admin from 14.2 puts a kit's prefix before it by itself; the one that is pinned does not.
import type { Functions } from 'firebase-admin/functions';
import type { PushQueue } from '../services.ts';

export function taskPushQueue(
  functions: Pick<Functions, 'taskQueue'>,
  region: string,
  id: string,
): PushQueue {
  return {
    async enqueue({ accountId }, afterSeconds) {
      await functions
        .taskQueue(`locations/${region}/functions/${id}`)
        .enqueue({ accountId }, { scheduleDelaySeconds: afterSeconds });
    },
  };
}
