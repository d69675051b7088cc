// The emulator's stand-in for FCM: what would be sent is kept in `pushOutbox`, for people and tests to see.
import type { Firestore, Timestamp } from '@google-cloud/firestore';
import type { PushSender } from '../services.ts';
import { outboxCollection } from './documents.ts';

/** A push in the outbox, as the device lab gets it. */
export interface KeptPush {
  pushId: string;
  kind: string;
  message: unknown;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/** The pushes since that time, oldest first. */
export async function readOutbox(firestore: Firestore, since: Date): Promise<KeptPush[]> {
  const kept = firestore.collection(outboxCollection);
  const { docs } = await kept.where('createdAt', '>=', since).orderBy('createdAt').limit(200).get();
  return docs.map((document) => {
    const { kind, message, createdAt } = document.data() as {
      kind: string;
      message: unknown;
      createdAt: Timestamp;
    };
    return { pushId: document.id, kind, message, createdAt: createdAt.toDate().toISOString() };
  });
}

/** Never to be wired in production: its documents hold push tokens. */
export function firestoreOutbox(firestore: Firestore, now: () => Date): PushSender {
  return {
    async send({ kind, message }) {
      await firestore.collection(outboxCollection).add({ kind, message, createdAt: now() });
      return { kind: 'sent' };
    },
  };
}
