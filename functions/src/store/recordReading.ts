// Reads sessions and secrets from Firestore, inside of a transaction or outside, and pairs them.
import type {
  DocumentReference,
  DocumentSnapshot,
  Firestore,
  Query,
} from '@google-cloud/firestore';
import type { Owner, Session, SessionRecord, SessionSecrets } from '../domain/session/session.ts';
import {
  accountIdOf,
  accountsCollection,
  secretsCollection,
  sessionsCollection,
  toFirebaseAccount,
  toSecrets,
  toSession,
} from './documents.ts';
import { userSecretsQuery } from './queries.ts';

/** What both a Firestore and a Transaction can do. */
export interface Reader {
  get(query: Query): ReturnType<Query['get']>;
  getAll(...references: DocumentReference[]): ReturnType<Firestore['getAll']>;
}

export function recordReading(firestore: Firestore) {
  const sessionAt = (id: string) => firestore.collection(sessionsCollection).doc(id);
  const secretsAt = (id: string) => firestore.collection(secretsCollection).doc(id);
  const accountAt = (owner: Owner) =>
    firestore.collection(accountsCollection).doc(accountIdOf(owner));

  const outside: Reader = {
    get: (query) => query.get(),
    getAll: (...references) => firestore.getAll(...references),
  };

  async function readAll(reader: Reader, references: DocumentReference[]) {
    return references.length > 0 ? await reader.getAll(...references) : [];
  }

  async function readFirebaseAccount(reader: Reader, owner: Owner) {
    const [snapshot] = await reader.getAll(accountAt(owner));
    return snapshot ? toFirebaseAccount(snapshot) : null;
  }

  async function readSessions(reader: Reader, ids: Iterable<string>): Promise<Session[]> {
    return (await readAll(reader, [...ids].map(sessionAt))).flatMap(toSessionIn);
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

  return {
    ...{ sessionAt, secretsAt, accountAt, outside },
    ...{ readFirebaseAccount, readSessions, readRecords, readSecrets, readUserRecords },
  };
}

export function toSessionIn(snapshot: DocumentSnapshot): Session[] {
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
