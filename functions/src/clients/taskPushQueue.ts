// The queue of accounts that owe pushes: the task queue of the function `deliverPush`, by its deployed id.
import type { Functions } from 'firebase-admin/functions';
import { byItsId } from './taskScope.ts';
import type { PushQueue } from '../services.ts';

export function taskPushQueue(
  functions: Pick<Functions, 'taskQueue'>,
  region: string,
  id: string,
): PushQueue {
  return {
    async enqueue({ accountId }, afterSeconds) {
      await functions
        .taskQueue(`locations/${region}/functions/${id}`, byItsId)
        .enqueue({ accountId }, { scheduleDelaySeconds: afterSeconds });
    },
  };
}
