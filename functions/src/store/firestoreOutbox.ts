// The emulator's stand-in for FCM: what would be sent is kept in `pushOutbox`, for people and tests to see.
import type { Firestore } from '@google-cloud/firestore';
import type { PushSender } from '../services.ts';
import { outboxCollection } from './documents.ts';

/** Never to be wired in production: its documents hold push tokens. */
export function firestoreOutbox(firestore: Firestore, now: () => Date): PushSender {
  return {
    async send({ kind, message }) {
      await firestore.collection(outboxCollection).add({ kind, message, createdAt: now() });
      return { kind: 'sent' };
    },
  };
}
