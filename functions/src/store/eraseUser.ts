// Deletes all that is kept of a user, page by page: in bounded memory, and again without harm.
import type { Firestore, QueryDocumentSnapshot } from '@google-cloud/firestore';
import type { Owner } from '../domain/session/session.ts';
import { eventsCollection, secretsCollection, sessionsCollection } from './documents.ts';
import { allOfQuery } from './queries.ts';

/** The most that one commit deletes; Firestore takes 500. */
const pageSize = 250;

/**
 * `olderThan`: only what was registered, or happened, before then. Secrets are deleted after their
 * session, so that a run that is cut off leaves no session without its secrets.
 */
export async function eraseUser(
  firestore: Firestore,
  owner: Owner,
  olderThan: Date | null,
): Promise<void> {
  for (const collection of [sessionsCollection, secretsCollection, eventsCollection]) {
    await eraseIn(firestore, collection, owner, olderThan);
  }
}

async function eraseIn(
  firestore: Firestore,
  collection: string,
  owner: Owner,
  olderThan: Date | null,
): Promise<void> {
  const all = allOfQuery(firestore, collection, owner, pageSize);
  for (let page = await all.get(); !page.empty;) {
    const last = page.docs.at(-1);
    const batch = firestore.batch();
    for (const document of page.docs) {
      if (olderThan === null || bornAt(document) < olderThan) batch.delete(document.ref);
    }
    await batch.commit();
    page = await all.startAfter(last).get();
  }
}

function bornAt(document: QueryDocumentSnapshot): Date {
  const data = document.data() as Record<string, { toDate(): Date } | undefined>;
  return (data.registeredAt ?? data.createdAt ?? data.occurredAt)?.toDate() ?? new Date(0);
}
