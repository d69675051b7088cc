// The queue of sessions that owe pushes: the task queue of the function `deliverPush`.
import type { Functions } from 'firebase-admin/functions';
import type { PushQueue } from '../services.ts';

export function taskPushQueue(functions: Pick<Functions, 'taskQueue'>, region: string): PushQueue {
  return {
    async enqueue({ sessionId }, afterSeconds) {
      await functions
        .taskQueue(`locations/${region}/functions/deliverPush`)
        .enqueue({ sessionId }, { scheduleDelaySeconds: afterSeconds });
    },
  };
}
