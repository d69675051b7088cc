// Many sessions at once, written past the product: copies of a real one, under other ids and users.
import type { Firestore } from '@google-cloud/firestore';

/** What differs between a document and its copy. */
export type Difference = Record<string, unknown>;

export interface Copy {
  id: string;
  fields: Difference;
}

/** As many writes as one commit takes. */
const batchSize = 500;
/** Commits on their way at a time. */
const commitsAtOnce = 4;

/** Writes these copies of the document at `template`, beside it. */
export async function copyDocument(
  firestore: Firestore,
  template: string,
  copies: readonly Copy[],
): Promise<void> {
  const original = await firestore.doc(template).get();
  const fields = original.data();
  if (!fields) throw new Error(`there is no ${template}`);
  const collection = original.ref.parent;
  const batches: Copy[][] = [];
  for (let at = 0; at < copies.length; at += batchSize) {
    batches.push(copies.slice(at, at + batchSize));
  }
  const commit = async () => {
    for (let some = batches.pop(); some; some = batches.pop()) {
      const batch = firestore.batch();
      for (const { id, fields: own } of some) batch.set(collection.doc(id), { ...fields, ...own });
      await batch.commit();
    }
  };
  await Promise.all(Array.from({ length: commitsAtOnce }, commit));
}

/** Copies both documents of a session. */
export async function copySession(
  firestore: Firestore,
  sessionId: string,
  copies: readonly { id: string; session: Difference; secrets: Difference }[],
): Promise<void> {
  const of = (one: 'session' | 'secrets') =>
    copies.map((copy) => ({ id: copy.id, fields: copy[one] }));
  await copyDocument(firestore, `sessions/${sessionId}`, of('session'));
  await copyDocument(firestore, `sessionSecrets/${sessionId}`, of('secrets'));
}
