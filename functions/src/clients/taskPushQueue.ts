// The queue of pushes to try again: the task queue of the function `deliverPush`.
import type { Functions } from 'firebase-admin/functions';
import type { PushQueue } from '../services.ts';

export function taskPushQueue(functions: Pick<Functions, 'taskQueue'>, region: string): PushQueue {
  return {
    async enqueue(push, afterSeconds) {
      await functions
        .taskQueue(`locations/${region}/functions/deliverPush`)
        .enqueue({ ...push }, { scheduleDelaySeconds: afterSeconds });
    },
  };
}
