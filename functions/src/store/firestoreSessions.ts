// The sessions in Firestore. Each change is one transaction of one or two reads and one commit;
// both documents of a session are always written together.
import type {
  DocumentReference,
  DocumentSnapshot,
  Firestore,
  Query,
  Transaction,
} from '@google-cloud/firestore';
import { FieldValue } from '@google-cloud/firestore';
import { changeMs, DeadlineError, unavailable } from '../deadline.ts';
import { hourMs } from '../domain/session/policy.ts';
import type { Plan } from '../domain/session/plan.ts';
import type { Owner, Session, SessionRecord, SessionSecrets } from '../domain/session/session.ts';
import { isSameOwner } from '../domain/session/session.ts';
import type { Deciding, SessionStore } from '../services.ts';
import {
  eventsCollection,
  secretsCollection,
  sessionsCollection,
  toEvent,
  toFields,
  toSecrets,
  toSession,
} from './documents.ts';
import { eraseUser } from './eraseUser.ts';
import {
  allOfQuery,
  endedSessionsQuery,
  erasableQuery,
  eventsQuery,
  lastRememberedQuery,
  newDevicesQuery,
  openSessionsQuery,
  ownPushTokenQuery,
  owingOfQuery,
  owingQuery,
  pushTokenHoldersQuery,
  recentSecretsQuery,
  registrationQuery,
  sharedPushTokenQuery,
  userSecretsQuery,
} from './queries.ts';

/** What both a Firestore and a Transaction can do. */
interface Reader {
  get(query: Query): ReturnType<Query['get']>;
  getAll(...references: DocumentReference[]): ReturnType<Firestore['getAll']>;
}

export interface FirestoreSessionsOptions {
  now: () => Date;
  /** How many of the latest logins on new devices a registration is shown. */
  newDevicesPerHour: number;
  /** Where mails about logins are written; null where none are. */
  mailCollection?: string | null;
}

/** Several sign-ins of one user at once wait for each other; past so many tries the call fails whole. */
const maxAttempts = 10;

export function firestoreSessions(
  firestore: Firestore,
  { now, newDevicesPerHour, mailCollection = null }: FirestoreSessionsOptions,
): SessionStore {
  const sessionAt = (id: string) => firestore.collection(sessionsCollection).doc(id);
  const secretsAt = (id: string) => firestore.collection(secretsCollection).doc(id);
  const outside: Reader = {
    get: (query) => query.get(),
    getAll: (...references) => firestore.getAll(...references),
  };

  async function readAll(reader: Reader, references: DocumentReference[]) {
    return references.length > 0 ? await reader.getAll(...references) : [];
  }

  async function readRecords(reader: Reader, ids: readonly string[]): Promise<SessionRecord[]> {
    const snapshots = await readAll(
      reader,
      [...new Set(ids)].flatMap((id) => [sessionAt(id), secretsAt(id)]),
    );
    return pair(snapshots.flatMap(toSessionIn), snapshots.flatMap(toSecretsIn));
  }

  async function readSecrets(reader: Reader, query: Query): Promise<SessionSecrets[]> {
    return (await reader.get(query)).docs.flatMap(toSecretsIn);
  }

  async function readUserRecords(
    reader: Reader,
    owner: Owner,
    alsoIds: Iterable<string> = [],
  ): Promise<{ records: SessionRecord[]; orphans: SessionSecrets[] }> {
    const secrets = await readSecrets(reader, userSecretsQuery(firestore, owner));
    const known = new Set(secrets.map(({ sessionId }) => sessionId));
    const missing = [...new Set(alsoIds)].filter((id) => !known.has(id));
    const snapshots = await readAll(reader, [
      ...[...known].map(sessionAt),
      ...missing.flatMap((id) => [sessionAt(id), secretsAt(id)]),
    ]);
    const sessions = snapshots.flatMap(toSessionIn);
    const found = new Set(sessions.map(({ sessionId }) => sessionId));
    return {
      records: pair(sessions, [...secrets, ...snapshots.flatMap(toSecretsIn)]),
      orphans: secrets.filter(({ sessionId }) => !found.has(sessionId)),
    };
  }

  function apply(transaction: Transaction, { create, changes, events = [] }: Plan<unknown>): void {
    if (create) {
      transaction.create(sessionAt(create.session.sessionId), toFields(create.session));
      transaction.create(secretsAt(create.secrets.sessionId), toFields(create.secrets));
    }
    for (const { sessionId, session, secrets } of changes) {
      if (session && Object.keys(session).length > 0) {
        transaction.update(sessionAt(sessionId), session);
      }
      if (secrets && Object.keys(secrets).length > 0) {
        transaction.update(secretsAt(sessionId), toFields(secrets));
      }
    }
    for (const { eventId, ...event } of events) {
      transaction.set(firestore.collection(eventsCollection).doc(eventId), event);
    }
  }

  async function change<State, Result>(
    read: (reader: Reader) => Promise<State>,
    decide: (state: State) => Deciding<Result>,
  ): Promise<Result> {
    const startedAt = performance.now();
    return await firestore.runTransaction(
      async (transaction) => {
        const plan = await decide(
          await read({
            get: (query) => transaction.get(query),
            getAll: (...references) => transaction.getAll(...references),
          }),
        );
        // Whoever waited for it has been told that it failed.
        if (performance.now() - startedAt > changeMs) throw unavailable(new DeadlineError());
        apply(transaction, plan);
        return plan.result;
      },
      { maxAttempts },
    );
  }

  return {
    async findSession(sessionId) {
      return toSession(await sessionAt(sessionId).get());
    },

    async findRecord(sessionId) {
      return (await readRecords(outside, [sessionId]))[0] ?? null;
    },

    async findRecords(sessionIds) {
      return await readRecords(outside, sessionIds);
    },

    async findOpenSessions(owner) {
      return (await openSessionsQuery(firestore, owner).get()).docs.flatMap(toSessionIn);
    },

    async findUserRecords(owner) {
      return (await readUserRecords(outside, owner)).records;
    },

    async findRecentSecrets(owner, limit) {
      return await readSecrets(outside, recentSecretsQuery(firestore, owner, limit));
    },

    async findEndedSessions(owner, since, limit) {
      const { docs } = await endedSessionsQuery(firestore, owner, since, limit).get();
      return docs.flatMap(toSessionIn);
    },

    async findSecurityEvents(owner, limit, behind) {
      const { docs } = await eventsQuery(firestore, owner, limit, behind).get();
      return docs.map(toEvent).filter((event) => event !== null);
    },

    async findOwingOf(owner) {
      return (await owingOfQuery(firestore, owner).get()).docs.map(({ id }) => id);
    },

    async findOwing(fromId, limit) {
      return (await owingQuery(firestore, fromId, limit).get()).docs.map(({ id }) => id);
    },

    async findErasable(day, limit) {
      return (await erasableQuery(firestore, day, limit).get()).docs.map(({ id }) => id);
    },

    async isPushTokenShared(value, owner) {
      const holders = await readSecrets(outside, sharedPushTokenQuery(firestore, value));
      return holders.some((holder) => !isSameOwner(holder, owner));
    },

    async changeRecord(sessionId, decide) {
      return await change(
        (reader) => readRecords(reader, [sessionId]),
        ([record]) => decide(record),
      );
    },

    async changeRecords(sessionIds, decide) {
      return await change((reader) => readRecords(reader, sessionIds), decide);
    },

    async changeUserRecords(owner, sessionIds, decide) {
      return await change(
        (reader) => readUserRecords(reader, owner, sessionIds),
        ({ records, orphans }) => decide(records, orphans),
      );
    },

    // How races are decided: a registration reads, inside its transaction, every open session of the
    // user and everything that its sign-in went into; a revocation reads and writes the session that it
    // ends. Whichever commits first, the other runs again on what that has written: a registration
    // finds its sign-in spent, and a revocation finds the session replaced and ends its successor.
    // Nothing is decided on what was read outside of the transaction (docs/decisions/0015).
    async changeForRegistration(key, decide) {
      const { signIn, pushToken, installation } = key;
      const hourAgo = new Date(now().getTime() - hourMs);
      return await change(async (reader) => {
        // The SDK lets nothing else of a transaction begin before its first read has come back.
        const secrets = await readSecrets(reader, registrationQuery(firestore, key));
        const ids = new Set(
          secrets.filter(({ state }) => state === 'open').map(({ sessionId }) => sessionId),
        );
        if (signIn.session) ids.add(signIn.session.sessionId);
        const [snapshots, [lastRemembered = null], newDevices, pushTokenHolders] =
          await Promise.all([
            readAll(reader, [...ids].map(sessionAt)),
            readSecrets(reader, lastRememberedQuery(firestore, signIn)),
            readSecrets(reader, newDevicesQuery(firestore, signIn, hourAgo, newDevicesPerHour)),
            pushToken === null || installation === null
              ? []
              : readSecrets(reader, pushTokenHoldersQuery(firestore, pushToken, installation)),
          ]);
        const sessions = snapshots.flatMap(toSessionIn);
        return { secrets, sessions, lastRemembered, newDevices, pushTokenHolders };
      }, decide);
    },

    async changeForUpdate(sessionId, pushToken, decide) {
      return await change(async (reader) => {
        const [record] = await readRecords(reader, [sessionId]);
        if (!record || pushToken === null || record.secrets.pushToken?.value === pushToken) {
          return { record, holders: [] };
        }
        const { installation } = record.secrets;
        const [there, own] = await Promise.all([
          readSecrets(reader, pushTokenHoldersQuery(firestore, pushToken, installation)),
          readSecrets(reader, ownPushTokenQuery(firestore, pushToken, record.session)),
        ]);
        const holders = new Map([...there, ...own].map((one) => [one.sessionId, one]));
        return { record, holders: [...holders.values()] };
      }, decide);
    },

    async settleOwed(settlements) {
      const batch = firestore.batch();
      for (const { sessionId, settled, isLast, dropsPushToken } of settlements) {
        batch.update(secretsAt(sessionId), {
          ...(settled.length > 0 && { owed: FieldValue.arrayRemove(...settled) }),
          isOwed: !isLast,
          owedNotBefore: null,
          ...(dropsPushToken && { pushToken: null }),
        });
      }
      await batch.commit();
    },

    async eraseUser(owner, olderThan) {
      await eraseUser(firestore, owner, { olderThan, mailCollection });
    },

    async findAllOf(owner) {
      const all = async <One>(collection: string, to: (snapshot: DocumentSnapshot) => One | null) =>
        (await allOfQuery(firestore, collection, owner).get()).docs
          .map(to)
          .filter((one) => one !== null);
      const [sessions, secrets, events] = await Promise.all([
        all(sessionsCollection, toSession),
        all(secretsCollection, toSecrets),
        all(eventsCollection, toEvent),
      ]);
      return { sessions, secrets, events };
    },
  };
}

function toSessionIn(snapshot: DocumentSnapshot): Session[] {
  const session = snapshot.ref.parent.id === sessionsCollection ? toSession(snapshot) : null;
  return session ? [session] : [];
}

function toSecretsIn(snapshot: DocumentSnapshot): SessionSecrets[] {
  const secrets = snapshot.ref.parent.id === secretsCollection ? toSecrets(snapshot) : null;
  return secrets ? [secrets] : [];
}

function pair(sessions: readonly Session[], secrets: readonly SessionSecrets[]): SessionRecord[] {
  const byId = new Map(secrets.map((one) => [one.sessionId, one]));
  return sessions.flatMap((session) => {
    const own = byId.get(session.sessionId);
    return own ? [{ session, secrets: own }] : [];
  });
}
