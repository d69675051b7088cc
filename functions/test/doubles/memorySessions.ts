// The session store in memory. The contract suite holds it to what Firestore does.
import { signInKeysOf } from '../../src/domain/registration/signInKeys.ts';
import { closedKnownRead } from '../../src/domain/session/confirmation.ts';
import type { FirebaseAccount } from '../../src/domain/session/firebaseAccount.ts';
import type { Plan } from '../../src/domain/session/plan.ts';
import { hourMs } from '../../src/domain/session/policy.ts';
import type { SecurityEvent } from '../../src/domain/session/securityEvent.ts';
import type {
  Owner,
  Session,
  SessionRecord,
  SessionSecrets,
} from '../../src/domain/session/session.ts';
import { isSameOwner } from '../../src/domain/session/session.ts';
import type { Deciding, SessionStore } from '../../src/services.ts';

export interface MemorySessions extends SessionStore {
  readonly sessionsById: Map<string, Session>;
  readonly secretsById: Map<string, SessionSecrets>;
  readonly events: SecurityEvent[];
  readonly accounts: Map<string, FirebaseAccount>;
}

export function memorySessions(
  now: () => Date = () => new Date(),
  newDevicesPerHour = 10,
): MemorySessions {
  const sessionsById = new Map<string, Session>();
  const secretsById = new Map<string, SessionSecrets>();
  const events: SecurityEvent[] = [];
  const accounts = new Map<string, FirebaseAccount>();
  const accountOf = ({ userId, tenantId }: Owner) =>
    structuredClone(accounts.get(`${tenantId}/${userId}`) ?? null);

  function record(sessionId: string): SessionRecord[] {
    const session = sessionsById.get(sessionId);
    const secrets = secretsById.get(sessionId);
    return session && secrets ? [structuredClone({ session, secrets })] : [];
  }

  const secretsOf = (owner: Owner) =>
    structuredClone([...secretsById.values()].filter((one) => isSameOwner(one, owner)));
  const openSessions = (owner: Owner) =>
    [...sessionsById.values()].filter((one) => isSameOwner(one, owner) && !one.revoked);

  const speakingOf = (owner: Owner) =>
    secretsOf(owner).filter(
      ({ state, device, isOwed }) =>
        state === 'open' || state === 'account' || device === 'known' || isOwed,
    );

  function userRecords(owner: Owner, alsoIds: Iterable<string> = []): SessionRecord[] {
    const ids = new Set([...speakingOf(owner).map(({ sessionId }) => sessionId), ...alsoIds]);
    return [...ids].flatMap(record);
  }

  function apply<Result>(plan: Plan<Result>): Result {
    const { result, create, changes, firebaseAccount, events: more = [] } = plan;
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
    for (const { sessionId, session, secrets } of structuredClone(changes)) {
      if (session) Object.assign(sessionsById.get(sessionId)!, session);
      if (secrets) Object.assign(secretsById.get(sessionId)!, secrets);
    }
    if (firebaseAccount) {
      const { owner, value } = structuredClone(firebaseAccount);
      accounts.set(`${owner.tenantId}/${owner.userId}`, value);
    }
    events.push(...structuredClone(more));
    return result;
  }

  let last: Promise<unknown> = Promise.resolve();
  /** One change at a time, also where a decision waits for something: each is a transaction. */
  function change<State, Result>(
    read: () => State,
    decide: (state: State) => Deciding<Result>,
  ): Promise<Result> {
    const done = last.then(async () => apply(await decide(structuredClone(read()))));
    last = done.catch(() => {});
    return done;
  }

  const byTime = <One>(timeOf: (one: One) => Date | null) => {
    const ms = (one: One) => timeOf(one)?.getTime() ?? 0;
    return (a: One, b: One) => ms(b) - ms(a);
  };

  return {
    sessionsById,
    secretsById,
    events,
    accounts,

    async findSession(sessionId) {
      return structuredClone(sessionsById.get(sessionId) ?? null);
    },

    async findRecord(sessionId) {
      return record(sessionId)[0] ?? null;
    },

    async findRecords(sessionIds) {
      return [...new Set(sessionIds)].flatMap(record);
    },

    async findOpenSessions(owner) {
      return structuredClone(openSessions(owner));
    },

    async findUserRecords(owner) {
      return userRecords(owner);
    },

    async findRecentSecrets(owner, limit) {
      return secretsOf(owner)
        .sort(byTime(({ registeredAt }) => registeredAt))
        .slice(0, limit);
    },

    async findEndedSessions(owner, since, limit) {
      const ended = [...sessionsById.values()]
        .filter((one) => isSameOwner(one, owner) && one.revoked)
        .filter(({ revokedAt }) => revokedAt !== null && revokedAt >= since)
        .filter(({ revokedReason }) => revokedReason !== 'replaced')
        .sort(byTime(({ revokedAt }) => revokedAt));
      return structuredClone(ended.slice(0, limit));
    },

    async findSecurityEvents(owner, limit, behind) {
      const isBehind = ({ occurredAt, eventId }: SecurityEvent) =>
        !behind ||
        occurredAt < behind.occurredAt ||
        (occurredAt.getTime() === behind.occurredAt.getTime() && eventId < behind.eventId);
      const own = events
        .filter((event) => isSameOwner(event, owner) && isBehind(event))
        .sort(
          (a, b) =>
            b.occurredAt.getTime() - a.occurredAt.getTime() || (a.eventId < b.eventId ? 1 : -1),
        );
      return structuredClone(own.slice(0, limit));
    },

    async findOwingOf(owner) {
      return secretsOf(owner)
        .filter(({ isOwed }) => isOwed)
        .map(({ sessionId }) => sessionId);
    },

    async findOwing(fromId, limit) {
      return [...secretsById.values()]
        .filter(({ isOwed, sessionId }) => isOwed && sessionId >= fromId)
        .map(({ sessionId }) => sessionId)
        .sort()
        .slice(0, limit);
    },

    async findErasable(day, limit) {
      return [...secretsById.values()]
        .filter(({ eraseOn }) => eraseOn !== null && eraseOn <= day)
        .map(({ sessionId }) => sessionId)
        .slice(0, limit);
    },

    async findFirebaseAccount(owner) {
      return accountOf(owner);
    },

    changeFirebaseAccount(owner, decide) {
      return change(() => accountOf(owner), decide);
    },

    async isPushTokenShared(value, owner) {
      return [...secretsById.values()].some(
        (one) => one.pushToken?.value === value && !isSameOwner(one, owner),
      );
    },

    changeRecord(sessionId, decide) {
      return change(
        () => record(sessionId),
        ([found]) => decide(found),
      );
    },

    changeRecords(sessionIds, decide) {
      return change(() => [...new Set(sessionIds)].flatMap(record), decide);
    },

    changeUserRecords(owner, sessionIds, decide) {
      return change(
        () => ({
          records: userRecords(owner, sessionIds),
          orphans: speakingOf(owner).filter(({ sessionId }) => !sessionsById.has(sessionId)),
        }),
        ({ records, orphans }) => decide(records, orphans),
      );
    },

    changeForRegistration({ signIn, installation, attemptHash, pushToken }, decide) {
      return change(() => {
        const own = secretsOf(signIn);
        const keys = signInKeysOf(signIn);
        const secrets = own.filter(
          (one) =>
            one.state === 'open' ||
            one.state === 'account' ||
            one.signIns.some((key) => keys.includes(key)) ||
            (one.installation === installation && one.device !== 'unknown') ||
            (attemptHash !== null && one.attemptHash === attemptHash),
        );
        const ids = new Set(
          secrets.filter(({ state }) => state === 'open').map(({ sessionId }) => sessionId),
        );
        const hourAgo = now().getTime() - hourMs;
        return {
          firebaseAccount: accountOf(signIn),
          secrets,
          sessions: [...ids].flatMap((id) => sessionsById.get(id) ?? []),
          lastRemembered: own.sort(byTime(({ expiresAt }) => expiresAt))[0] ?? null,
          newDevices: own
            .filter((one) => one.newDevice && one.registeredAt.getTime() > hourAgo)
            .sort(byTime(({ registeredAt }) => registeredAt))
            .slice(0, newDevicesPerHour),
          closedKnown: own
            .filter(({ device, state }) => device === 'known' && state === 'ended')
            .sort(byTime(({ registeredAt }) => registeredAt))
            .slice(0, closedKnownRead),
          pushTokenHolders:
            pushToken === null || installation === null
              ? []
              : [...secretsById.values()].filter(
                  (one) => one.pushToken?.value === pushToken && one.installation === installation,
                ),
        };
      }, decide);
    },

    changeForUpdate(sessionId, pushToken, decide) {
      return change(() => {
        const [found] = record(sessionId);
        const isHeld = found?.secrets.pushToken?.value === pushToken;
        const holders =
          !found || pushToken === null || isHeld
            ? []
            : [...secretsById.values()].filter(
                (one) =>
                  one.pushToken?.value === pushToken &&
                  (one.installation === found.secrets.installation ||
                    isSameOwner(one, found.session)),
              );
        return { record: found, holders };
      }, decide);
    },

    async settleOwed(settlements) {
      if (settlements.some(({ sessionId }) => !secretsById.has(sessionId))) {
        throw new Error('no secrets to update');
      }
      for (const { sessionId, settled, isLast, dropsPushToken } of settlements) {
        const secrets = secretsById.get(sessionId)!;
        const ids = settled.map(({ pushId }) => pushId);
        secrets.owed = secrets.owed.filter(({ pushId }) => !ids.includes(pushId));
        Object.assign(secrets, { isOwed: !isLast, owedNotBefore: null });
        if (dropsPushToken) secrets.pushToken = null;
      }
    },

    async eraseUser(owner, olderThan) {
      const isOld = (at: Date) => olderThan === null || at < olderThan;
      for (const [id, one] of secretsById) {
        if (!isSameOwner(one, owner) || !isOld(one.registeredAt)) continue;
        secretsById.delete(id);
        sessionsById.delete(id);
      }
      const kept = events.filter((one) => !isSameOwner(one, owner) || !isOld(one.occurredAt));
      events.splice(0, events.length, ...kept);
    },

    async findAllOf(owner) {
      const own = <One extends Owner>(all: Iterable<One>, idOf: (one: One) => string) =>
        structuredClone([...all].filter((one) => isSameOwner(one, owner))).sort((a, b) =>
          idOf(a) < idOf(b) ? -1 : 1,
        );
      return {
        sessions: own(sessionsById.values(), ({ sessionId }) => sessionId),
        secrets: own(secretsById.values(), ({ sessionId }) => sessionId),
        events: own(events, ({ eventId }) => eventId),
      };
    },
  };
}
