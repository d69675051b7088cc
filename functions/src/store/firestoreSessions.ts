// The accounts in Firestore. No lock is taken and nothing is queried for a change: an account is read,
// something is decided on it, and the commit holds only if nobody else has changed it since.
import type { DocumentSnapshot, Firestore, Timestamp } from '@google-cloud/firestore';
import { accountIdOf } from '../domain/account/accountId.ts';
import type { ReadAccount, SessionStore } from '../services.ts';
import { StaleAccount } from '../services.ts';
import { toAccountFields } from './accountFields.ts';
import {
  accountsCollection,
  eventsCollection,
  toAccount,
  toAccountUpdate,
  toEvent,
  toView,
  viewsCollection,
} from './documents.ts';
import { eraseRest } from './eraseRest.ts';
import {
  accountsQuery,
  allOfQuery,
  endedViewsQuery,
  erasableQuery,
  eventsQuery,
  holdersQuery,
  owingQuery,
} from './queries.ts';

/** gRPC's NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION and ABORTED: somebody else was faster. */
const staleCodes: ReadonlySet<unknown> = new Set([5, 6, 9, 10]);

export interface FirestoreSessionsOptions {
  /** Where mails about logins are written; null where none are. */
  mailCollection?: string | null;
}

export function firestoreSessions(
  firestore: Firestore,
  { mailCollection = null }: FirestoreSessionsOptions = {},
): SessionStore {
  const accountAt = (id: string) => firestore.collection(accountsCollection).doc(id);
  const viewAt = (id: string) => firestore.collection(viewsCollection).doc(id);

  return {
    async readAccount(accountId) {
      return toRead(await accountAt(accountId).get());
    },

    async readAccountsAfter(accountId, limit) {
      return (await accountsQuery(firestore, accountId, limit).get()).docs.map(toRead);
    },

    async commit({ accountId, stored, version }, { account, views, forgotten, events }) {
      const batch = firestore.batch();
      const reference = accountAt(accountId);
      // `set` ignores a precondition without a word; `update` and `create` do not.
      if (stored) {
        const lastUpdateTime = version as Timestamp;
        batch.update(reference, toAccountUpdate(stored, account), { lastUpdateTime });
      } else batch.create(reference, toAccountFields(account));
      for (const { sessionId, ...view } of views) batch.set(viewAt(sessionId), view);
      for (const sessionId of forgotten) batch.delete(viewAt(sessionId));
      for (const { eventId, ...event } of events) {
        batch.set(firestore.collection(eventsCollection).doc(eventId), event);
      }
      try {
        const [written] = await batch.commit();
        return { accountId, stored: account, version: written?.writeTime ?? null };
      } catch (error) {
        if (!staleCodes.has((error as { code?: unknown }).code)) throw error;
        throw new StaleAccount('the account has been changed', { cause: error });
      }
    },

    async findView(sessionId) {
      return toView(await viewAt(sessionId).get());
    },

    async findViews(sessionIds) {
      if (sessionIds.length === 0) return [];
      const snapshots = await firestore.getAll(...sessionIds.map(viewAt));
      return snapshots.map(toView).filter((view) => view !== null);
    },

    async addToView(sessionId, fields) {
      try {
        await viewAt(sessionId).update(fields);
      } catch (error) {
        if ((error as { code?: unknown }).code !== 5) throw error;
      }
    },

    async findEndedViews(owner, since, limit) {
      const { docs } = await endedViewsQuery(firestore, owner, since, limit).get();
      return docs.map(toView).filter((view) => view !== null);
    },

    async findSecurityEvents(owner, limit, behind) {
      const { docs } = await eventsQuery(firestore, owner, limit, behind).get();
      return docs.map(toEvent).filter((event) => event !== null);
    },

    async findOwing(fromId, limit) {
      return (await owingQuery(firestore, fromId, limit).get()).docs.map(({ id }) => id);
    },

    async findErasable(day, limit) {
      return (await erasableQuery(firestore, day, limit).get()).docs.map(({ id }) => id);
    },

    async findHolders(pushTokenHash) {
      return (await holdersQuery(firestore, pushTokenHash).get()).docs.map(({ id }) => id);
    },

    async eraseRest(owner) {
      await eraseRest(firestore, owner, { mailCollection });
    },

    async findAllOf(owner) {
      const all = async <One>(collection: string, to: (snapshot: DocumentSnapshot) => One | null) =>
        (await allOfQuery(firestore, collection, owner).get()).docs
          .map(to)
          .filter((one) => one !== null);
      const [account, sessions, events] = await Promise.all([
        accountAt(accountIdOf(owner)).get(),
        all(viewsCollection, toView),
        all(eventsCollection, toEvent),
      ]);
      return { account: toAccount(account), sessions, events };
    },
  };
}

function toRead(snapshot: DocumentSnapshot): ReadAccount {
  const version = snapshot.updateTime ?? null;
  return { accountId: snapshot.id, stored: toAccount(snapshot), version };
}
