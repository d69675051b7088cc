// The queue of what a deployed function does later, in Cloud Tasks.
import type { Functions } from 'firebase-admin/functions';
import type { TaskQueue } from '../services.ts';

/** `id`: under which the function is deployed. */
export function taskQueue<Task extends object>(
  functions: Pick<Functions, 'taskQueue'>,
  region: string,
  id: string,
): TaskQueue<Task> {
  return {
    async enqueue(task, afterSeconds) {
      // By its deployed id. In a kit the SDK would else put the prefix itself, and give the task an ID
      // token of one hour, which ends before an erasure's task begins.
      await functions
        .taskQueue<Task>(`locations/${region}/functions/${id}`, { scope: 'global' })
        .enqueue(task, { scheduleDelaySeconds: afterSeconds });
    },
  };
}
