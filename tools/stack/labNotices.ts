// What the device lab is told by `npm start`: it reads the emulator's outbox of pushes anyway.
import type { Firestore } from 'firebase-admin/firestore';
import type { StartState } from './events/starts.ts';

/** The collection in which the functions keep what they would push. */
export const outboxCollection = 'pushOutbox';

export interface LabNotice {
  action: 'warming' | 'warmed' | `function_${StartState}`;
  name?: string;
  names?: string;
}

export function makeNotices(firestore: Firestore): (notice: LabNotice) => Promise<void> {
  return async (data) => {
    const message = { token: 'lab', data };
    await firestore
      .collection(outboxCollection)
      .add({ kind: 'notice', message, createdAt: new Date() });
  };
}
