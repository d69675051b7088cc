// Deletes what is kept of a user and is not of the account as it is now, page by page: in bounded memory, and
// again without harm.
import { Timestamp } from '@google-cloud/firestore';
import type { Firestore, QueryDocumentSnapshot } from '@google-cloud/firestore';
import { accountIdOf } from '../domain/account/accountId.ts';
import { isAccount, openDevices, type Stored } from '../domain/account/account.ts';
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

  async function erase(
    collection: string,
    fields: string[],
    of: (document: QueryDocumentSnapshot) => { sessionId: string; at: unknown },
  ): Promise<void> {
    const pages = allOfQuery(firestore, collection, owner)
      .select(...fields)
      .limit(pageSize);
    for (let page = await pages.get(); !page.empty;) {
      // Read after each page: what is registered meanwhile is in it, and stays.
      const stays = whatStays(toAccount(await account.get()));
      const batch = firestore.batch();
      for (const document of page.docs) {
        if (!stays(of(document))) batch.delete(document.ref);
      }
      await batch.commit();
      page = await pages.startAfter(page.docs.at(-1)).get();
    }
  }

  await erase(viewsCollection, ['createdAt'], (view) => {
    return { sessionId: view.id, at: view.get('createdAt') as unknown };
  });
  await erase(eventsCollection, ['sessionId', 'occurredAt'], (event) => {
    return { sessionId: String(event.get('sessionId')), at: event.get('occurredAt') as unknown };
  });
  if (mailCollection) {
    await erase(mailCollection, [], ({ id, createTime }) => {
      return { sessionId: id.slice(loginMailId('').length), at: createTime };
    });
  }
}

/** What is of the account as it is: by its open sessions, and by when it began. */
function whatStays(stored: Stored): (what: { sessionId: string; at: unknown }) => boolean {
  if (!isAccount(stored)) return () => false;
  const named = new Set(openDevices(stored).map(([, { session }]) => session.sessionId));
  return ({ sessionId, at }) =>
    named.has(sessionId) || (at instanceof Timestamp && at.toDate() >= stored.beganAt);
}
