// The sessions in Firestore. Each change is one transaction of one or two reads and one commit;
// both documents of a session are always written together.
import type { DocumentSnapshot, Firestore } from '@google-cloud/firestore';
import { FieldValue } from '@google-cloud/firestore';
import { hourMs } from '../domain/session/policy.ts';
import { isSameOwner } from '../domain/session/session.ts';
import type { SessionStore } from '../services.ts';
import {
  eventsCollection,
  secretsCollection,
  sessionsCollection,
  toEvent,
  toSecrets,
  toSession,
} from './documents.ts';
import { eraseUser } from './eraseUser.ts';
import { planTransactions } from './planTransactions.ts';
import { recordReading, toSessionIn } from './recordReading.ts';
import { findForRegistration } from './registrationReading.ts';
import {
  allOfQuery,
  endedSessionsQuery,
  erasableQuery,
  eventsQuery,
  openSessionsQuery,
  ownPushTokenQuery,
  owingOfQuery,
  owingQuery,
  pushTokenHoldersQuery,
  recentSecretsQuery,
  sharedPushTokenQuery,
} from './queries.ts';

/** How many holders of a push token are looked at; the last is beyond the most that MAX_SESSIONS may be. */
const sharedPushTokenLimits = [20, 1500];

export interface FirestoreSessionsOptions {
  now: () => Date;
  /** How many of the latest logins on new devices a registration is shown. */
  newDevicesPerHour: number;
  /** Where mails about logins are written; null where none are. */
  mailCollection?: string | null;
}

export function firestoreSessions(
  firestore: Firestore,
  { now, newDevicesPerHour, mailCollection = null }: FirestoreSessionsOptions,
): SessionStore {
  const reading = recordReading(firestore);
  const { sessionAt, secretsAt, outside } = reading;
  const { readFirebaseAccount, readRecords, readSecrets, readUserRecords } = reading;
  const change = planTransactions(firestore);

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

    async findFirebaseAccount(owner) {
      return await readFirebaseAccount(outside, owner);
    },

    async isPushTokenShared(value, owner) {
      for (const limit of sharedPushTokenLimits) {
        const query = sharedPushTokenQuery(firestore, value, limit);
        const holders = await readSecrets(outside, query);
        if (holders.some((holder) => !isSameOwner(holder, owner))) return true;
        if (holders.length < limit) return false;
      }
      // So many of one account: nobody can say whose device it is.
      return true;
    },

    async changeFirebaseAccount(owner, decide) {
      return await change((reader) => readFirebaseAccount(reader, owner), decide);
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

    async changeForRegistration(key, decide) {
      const newDevices = {
        since: new Date(now().getTime() - hourMs),
        limit: newDevicesPerHour,
      };
      return await change(
        (reader) => findForRegistration(firestore, reader, key, newDevices),
        decide,
      );
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
