// The session store in memory. The contract suite holds it to what Firestore does.
import type { Plan } from '../../src/domain/session/plan.ts';
import type { RegistrationState } from '../../src/domain/registration/signIn.ts';
import { wentInto } from '../../src/domain/registration/signInEligibility.ts';
import type { Session, SessionRecord, SessionSecrets } from '../../src/domain/session/session.ts';
import type { SessionStore } from '../../src/services.ts';

export interface MemorySessions extends SessionStore {
  readonly sessionsById: Map<string, Session>;
  readonly secretsById: Map<string, SessionSecrets>;
}

export function memorySessions(): MemorySessions {
  const sessionsById = new Map<string, Session>();
  const secretsById = new Map<string, SessionSecrets>();

  function record(sessionId: string): SessionRecord[] {
    const session = sessionsById.get(sessionId);
    const secrets = secretsById.get(sessionId);
    return session && secrets ? [structuredClone({ session, secrets })] : [];
  }

  const openSessions = (userId: string) =>
    [...sessionsById.values()].filter((one) => one.userId === userId && !one.revoked);

  /** Nothing awaits between reading and writing, so each change is a transaction. */
  function apply<Result>({ result, create, changes }: Plan<Result>): Result {
    const ids = changes.map(({ sessionId }) => sessionId);
    if (create && sessionsById.has(create.session.sessionId)) throw new Error('already exists');
    for (const { sessionId, session, secrets } of changes) {
      if (session && !sessionsById.has(sessionId)) throw new Error('no session to update');
      if (secrets && !secretsById.has(sessionId)) throw new Error('no secrets to update');
    }
    if (create) {
      const { session, secrets } = structuredClone(create);
      sessionsById.set(session.sessionId, session);
      secretsById.set(secrets.sessionId, secrets);
    }
    for (const [index, sessionId] of ids.entries()) {
      const { session, secrets } = structuredClone(changes[index]!);
      if (session) Object.assign(sessionsById.get(sessionId)!, session);
      if (secrets) Object.assign(secretsById.get(sessionId)!, secrets);
    }
    return result;
  }

  return {
    sessionsById,
    secretsById,

    async findSession(sessionId) {
      return structuredClone(sessionsById.get(sessionId) ?? null);
    },

    async findRecord(sessionId) {
      return record(sessionId)[0] ?? null;
    },

    async findOpenSessions(userId) {
      return structuredClone(openSessions(userId));
    },

    async findOpenRecords(userId) {
      return openSessions(userId).flatMap(({ sessionId }) => record(sessionId));
    },

    async changeRecords(sessionIds, decide) {
      const records = [...new Set(sessionIds)].flatMap(record);
      return apply(decide(new Map(records.map((one) => [one.session.sessionId, one]))));
    },

    async findRecentSecrets(userId, limit) {
      const own = [...secretsById.values()].filter((one) => one.userId === userId);
      return structuredClone(
        own.sort((a, b) => b.registeredAt.getTime() - a.registeredAt.getTime()).slice(0, limit),
      );
    },

    async findEndedSessions(userId, since, limit) {
      const endedAt = (one: Session) => one.revokedAt?.getTime() ?? 0;
      const ended = [...sessionsById.values()]
        .filter((one) => one.userId === userId && one.revoked && endedAt(one) >= since.getTime())
        .filter((one) => one.revokedReason !== 'replaced')
        .sort((a, b) => endedAt(b) - endedAt(a))
        .slice(0, limit);
      return structuredClone(ended);
    },

    async changeOpenRecords(userId, sessionIds, decide) {
      const ids = new Set([...openSessions(userId).map((one) => one.sessionId), ...sessionIds]);
      return apply(decide([...ids].flatMap(record)));
    },

    async changeForRegistration({ signIn, deviceId }, decide) {
      const own = [...secretsById.values()].filter(({ userId }) => userId === signIn.userId);
      const open = own.filter(({ state }) => state === 'open');
      const carried = signIn.session && sessionsById.get(signIn.session.sessionId);
      const state: RegistrationState = {
        open: open.flatMap(({ sessionId }) => record(sessionId)),
        orphans: open.filter(({ sessionId }) => !sessionsById.has(sessionId)),
        closedBySignIn: own.filter((one) => one.state === 'closed' && wentInto(signIn, one)),
        known: own.filter((one) => one.deviceId === deviceId && one.deviceKnown),
        carried: carried ?? null,
      };
      return apply(decide(structuredClone(state)));
    },

    async dropPushToken(sessionId, value) {
      const secrets = secretsById.get(sessionId);
      if (secrets?.pushToken?.value === value) secrets.pushToken = null;
    },
  };
}
