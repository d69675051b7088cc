// Deletes what is kept of a user and is not of the account as it is now, page by page: in bounded memory, and
// again without harm.
import { Timestamp } from '@google-cloud/firestore';
import type { Firestore, Query, QueryDocumentSnapshot, WriteBatch } from '@google-cloud/firestore';
import { accountIdOf } from '../domain/account/accountId.ts';
import { isAccount, openDevices } from '../domain/account/account.ts';
import type { Owner } from '../domain/session/session.ts';
import { accountsCollection, eventsCollection, toAccount, viewsCollection } from './documents.ts';
import { loginMailId } from './firestoreMails.ts';
import { allOfQuery } from './queries.ts';

/** One commit takes 500. */
const pageSize = 400;

/** `mailCollection`: where the mails about the user's logins are; null where none are written. */
export async function eraseRest(
  firestore: Firestore,
  owner: Owner,
  { mailCollection }: { mailCollection: string | null },
): Promise<void> {
  const account = firestore.collection(accountsCollection).doc(accountIdOf(owner));
  /** Read after each page: what is registered meanwhile is in it, and stays. */
  const keptNow = async (): Promise<Kept> => {
    const stored = toAccount(await account.get());
    if (!isAccount(stored)) return { named: new Set(), since: null };
    const named = openDevices(stored).map(([, { session }]) => session.sessionId);
    return { named: new Set(named), since: stored.beganAt };
  };
  const erase = (
    query: Query,
    of: (document: QueryDocumentSnapshot) => { sessionId: string; at: unknown },
  ) =>
    eachPage(query, keptNow, (batch, document, { named, since }) => {
      const { sessionId, at } = of(document);
      const isOfNow = since !== null && at instanceof Timestamp && at.toDate() >= since;
      if (named.has(sessionId) || isOfNow) return;
      batch.delete(document.ref);
    });
  const allOf = (collection: string) => allOfQuery(firestore, collection, owner);

  await erase(allOf(viewsCollection).select('createdAt'), (view) => {
    return { sessionId: view.id, at: view.get('createdAt') as unknown };
  });
  await erase(allOf(eventsCollection).select('sessionId', 'occurredAt'), (event) => {
    return { sessionId: String(event.get('sessionId')), at: event.get('occurredAt') as unknown };
  });
  if (mailCollection) {
    await erase(allOf(mailCollection).select(), ({ id, createTime }) => {
      return { sessionId: id.slice(loginMailId('').length), at: createTime };
    });
  }
}

/** What stays: of the account as it is, by its open sessions, and by when it began. */
interface Kept {
  named: ReadonlySet<string>;
  since: Date | null;
}

async function eachPage(
  query: Query,
  keptNow: () => Promise<Kept>,
  write: (batch: WriteBatch, document: QueryDocumentSnapshot, kept: Kept) => void,
): Promise<void> {
  const pages = query.limit(pageSize);
  for (let page = await pages.get(); !page.empty;) {
    const kept = await keptNow();
    const batch = query.firestore.batch();
    for (const document of page.docs) write(batch, document, kept);
    await batch.commit();
    page = await pages.startAfter(page.docs.at(-1)).get();
  }
}
