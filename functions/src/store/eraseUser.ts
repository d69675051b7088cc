// Deletes all that is kept of a user, page by page: in bounded memory, and again without harm.
import type { Firestore, Query, QueryDocumentSnapshot, WriteBatch } from '@google-cloud/firestore';
import { Timestamp } from '@google-cloud/firestore';
import type { Owner } from '../domain/session/session.ts';
import { eventsCollection, secretsCollection, sessionsCollection } from './documents.ts';
import { loginMailId } from './firestoreMails.ts';
import { allOfQuery } from './queries.ts';

export interface Erasure {
  /** Only what was registered, or happened, before then; null: all. */
  olderThan: Date | null;
  /** Where the mails about the user's logins are; null where none are written. */
  mailCollection: string | null;
}

/** Up to three documents go for each that is found; one commit takes 500. */
const pageSize = 150;

/** A session goes with its secrets and its mail, in one commit; then the mails whose sessions are gone. */
export async function eraseUser(
  firestore: Firestore,
  owner: Owner,
  { olderThan, mailCollection }: Erasure,
): Promise<void> {
  const isOld = (at: unknown) =>
    olderThan === null || !(at instanceof Timestamp) || at.toDate() < olderThan;
  const allOf = (collection: string) => allOfQuery(firestore, collection, owner);

  await eachPage(allOf(secretsCollection).select('registeredAt'), (batch, secrets) => {
    const { id } = secrets;
    if (!isOld(secrets.get('registeredAt'))) return;
    batch.delete(secrets.ref);
    batch.delete(firestore.collection(sessionsCollection).doc(id));
    if (mailCollection) batch.delete(firestore.collection(mailCollection).doc(loginMailId(id)));
  });
  if (mailCollection) {
    await eachPage(allOf(mailCollection).select(), (batch, { ref, createTime }) => {
      if (isOld(createTime)) batch.delete(ref);
    });
  }
  await eachPage(allOf(eventsCollection).select('occurredAt'), (batch, event) => {
    if (isOld(event.get('occurredAt'))) batch.delete(event.ref);
  });
  if (olderThan !== null) return;
  // What has lost its secrets, if anything has.
  await eachPage(allOf(sessionsCollection).select(), (batch, { ref }) => batch.delete(ref));
}

async function eachPage(
  query: Query,
  write: (batch: WriteBatch, document: QueryDocumentSnapshot) => void,
): Promise<void> {
  const pages = query.limit(pageSize);
  for (let page = await pages.get(); !page.empty;) {
    const batch = query.firestore.batch();
    for (const document of page.docs) write(batch, document);
    await batch.commit();
    page = await pages.startAfter(page.docs.at(-1)).get();
  }
}
