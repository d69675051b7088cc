// The queue of deleted accounts: the task queue of the function `eraseUserLater`.
import type { Functions } from 'firebase-admin/functions';
import type { ErasureQueue } from '../services.ts';

export function taskErasureQueue(
  functions: Pick<Functions, 'taskQueue'>,
  region: string,
): ErasureQueue {
  return {
    async enqueue({ userId, tenantId }, afterSeconds) {
      await functions
        .taskQueue(`locations/${region}/functions/eraseUserLater`)
        .enqueue({ userId, tenantId }, { scheduleDelaySeconds: afterSeconds });
    },
  };
}
