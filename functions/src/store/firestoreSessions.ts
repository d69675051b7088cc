// The sessions in Firestore. Each change is one transaction of one or two reads and one commit;
// both documents of a session are always written together.
import type { DocumentReference, Firestore, Query, Transaction } from '@google-cloud/firestore';
import type { Plan } from '../domain/session/plan.ts';
import type { RegistrationState } from '../domain/registration/signIn.ts';
import { wentInto } from '../domain/registration/signInEligibility.ts';
import type { Session, SessionRecord, SessionSecrets } from '../domain/session/session.ts';
import type { SessionStore } from '../services.ts';
import {
  secretsCollection,
  sessionsCollection,
  toFields,
  toSecrets,
  toSession,
} from './documents.ts';
import {
  endedSessionsQuery,
  openSessionsQuery,
  recentSecretsQuery,
  registrationQuery,
} from './queries.ts';

/** What both a Firestore and a Transaction can do. */
interface Reader {
  get(query: Query): ReturnType<Query['get']>;
  getAll(...references: DocumentReference[]): ReturnType<Firestore['getAll']>;
}

/** Several sign-ins of one user at once wait for each other; past so many tries the call fails whole. */
const maxAttempts = 10;

export function firestoreSessions(firestore: Firestore): SessionStore {
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
    const unique = [...new Set(ids)];
    const snapshots = await readAll(
      reader,
      unique.flatMap((id) => [sessionAt(id), secretsAt(id)]),
    );
    return pair(snapshots.flatMap(toSessionIn), snapshots.flatMap(toSecretsIn));
  }

  async function readOpenRecords(
    reader: Reader,
    userId: string,
    alsoIds: readonly string[] = [],
  ): Promise<SessionRecord[]> {
    const open = (await reader.get(openSessionsQuery(firestore, userId))).docs.flatMap(toSessionIn);
    const openIds = new Set(open.map(({ sessionId }) => sessionId));
    const missing = [...new Set(alsoIds)].filter((id) => !openIds.has(id));
    const snapshots = await readAll(reader, [
      ...[...openIds].map(secretsAt),
      ...missing.flatMap((id) => [sessionAt(id), secretsAt(id)]),
    ]);
    return pair([...open, ...snapshots.flatMap(toSessionIn)], snapshots.flatMap(toSecretsIn));
  }

  function apply(transaction: Transaction, { create, changes }: Plan<unknown>): void {
    if (create) {
      transaction.create(sessionAt(create.session.sessionId), toFields(create.session));
      transaction.create(secretsAt(create.secrets.sessionId), toFields(create.secrets));
    }
    for (const { sessionId, session, secrets } of changes) {
      if (session && Object.keys(session).length > 0) {
        transaction.update(sessionAt(sessionId), session);
      }
      if (secrets && Object.keys(secrets).length > 0) {
        transaction.update(secretsAt(sessionId), secrets);
      }
    }
  }

  async function change<State, Result>(
    read: (reader: Reader) => Promise<State>,
    decide: (state: State) => Plan<Result>,
  ): Promise<Result> {
    return await firestore.runTransaction(
      async (transaction) => {
        const plan = decide(
          await read({
            get: (query) => transaction.get(query),
            getAll: (...references) => transaction.getAll(...references),
          }),
        );
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

    async findOpenSessions(userId) {
      return (await openSessionsQuery(firestore, userId).get()).docs.flatMap(toSessionIn);
    },

    async findOpenRecords(userId) {
      return await readOpenRecords(outside, userId);
    },

    async changeRecords(sessionIds, decide) {
      return await change(async (reader) => {
        const records = await readRecords(reader, sessionIds);
        return new Map(records.map((record) => [record.session.sessionId, record]));
      }, decide);
    },

    async findRecentSecrets(userId, limit) {
      return (await recentSecretsQuery(firestore, userId, limit).get()).docs.flatMap(toSecretsIn);
    },

    async findEndedSessions(userId, since, limit) {
      const { docs } = await endedSessionsQuery(firestore, userId, since, limit).get();
      return docs.flatMap(toSessionIn);
    },

    async changeOpenRecords(userId, sessionIds, decide) {
      return await change((reader) => readOpenRecords(reader, userId, sessionIds), decide);
    },

    async changeForRegistration({ signIn, deviceId }, decide) {
      const query = registrationQuery(firestore, signIn, deviceId);
      return await change(async (reader): Promise<RegistrationState> => {
        const secrets = (await reader.get(query)).docs.flatMap(toSecretsIn);
        const openSecrets = secrets.filter(({ state }) => state === 'open');
        const carriedId = signIn.session?.sessionId;
        const ids = new Set(openSecrets.map(({ sessionId }) => sessionId));
        if (carriedId !== undefined) ids.add(carriedId);
        const sessions = (await readAll(reader, [...ids].map(sessionAt))).flatMap(toSessionIn);
        const open = pair(sessions, openSecrets);
        const paired = new Set(open.map(({ session }) => session.sessionId));
        return {
          open,
          orphans: openSecrets.filter(({ sessionId }) => !paired.has(sessionId)),
          closedBySignIn: secrets.filter((one) => one.state === 'closed' && wentInto(signIn, one)),
          known: secrets.filter((one) => one.deviceId === deviceId && one.deviceKnown),
          carried: sessions.find(({ sessionId }) => sessionId === carriedId) ?? null,
        };
      }, decide);
    },

    async dropPushToken(sessionId, value) {
      await change(
        (reader) => readRecords(reader, [sessionId]),
        ([record]) =>
          record?.secrets.pushToken?.value === value
            ? { result: undefined, changes: [{ sessionId, secrets: { pushToken: null } }] }
            : { result: undefined, changes: [] },
      );
    },
  };
}

type Snapshot = Parameters<typeof toSession>[0];

function toSessionIn(snapshot: Snapshot): Session[] {
  const session = snapshot.ref.parent.id === sessionsCollection ? toSession(snapshot) : null;
  return session ? [session] : [];
}

function toSecretsIn(snapshot: Snapshot): SessionSecrets[] {
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
