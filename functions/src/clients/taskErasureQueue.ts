// The queue of deleted accounts: the task queue of the function `eraseUserLater`, by its deployed id.
import type { Functions } from 'firebase-admin/functions';
import { byItsId } from './taskScope.ts';
import type { ErasureQueue } from '../services.ts';

export function taskErasureQueue(
  functions: Pick<Functions, 'taskQueue'>,
  region: string,
  id: string,
): ErasureQueue {
  return {
    async enqueue({ userId, tenantId }, afterSeconds) {
      await functions
        .taskQueue(`locations/${region}/functions/${id}`, byItsId)
        .enqueue({ userId, tenantId }, { scheduleDelaySeconds: afterSeconds });
    },
  };
}
