// The session store in memory. The contract suite holds it to what Firestore does. What it gives out is frozen: no
// decision may write on what it was given.
import { accountIdOf } from '../../src/domain/account/accountId.ts';
import type { Account, Remainder } from '../../src/domain/account/account.ts';
import { isAccount, openDevices } from '../../src/domain/account/account.ts';
import type { SessionView } from '../../src/domain/account/view.ts';
import { reasons } from '../../src/domain/session/reasons.ts';
import type { SecurityEvent } from '../../src/domain/session/securityEvent.ts';
import type { Owner } from '../../src/domain/session/session.ts';
import { isSameOwner } from '../../src/domain/session/session.ts';
import type { ReadAccount, SessionStore } from '../../src/services.ts';
import { StaleAccount } from '../../src/services.ts';

/** Everything that a store holds, for tests that begin again from it or look into it. */
export interface StoreContent {
  accounts: Map<string, { document: Account | Remainder; version: number }>;
  views: Map<string, SessionView>;
  events: Map<string, SecurityEvent>;
}

export interface MemorySessions extends SessionStore {
  readonly content: StoreContent;
}

export function memorySessions(
  content: StoreContent = { accounts: new Map(), views: new Map(), events: new Map() },
): MemorySessions {
  const { accounts, views, events } = content;
  let versions = Math.max(0, ...[...accounts.values()].map(({ version }) => version));

  const sorted = <One>(all: Iterable<One>, idOf: (one: One) => string) =>
    structuredClone([...all]).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const accountIds = (isMeant: (account: Account | Remainder) => boolean, limit: number) =>
    [...accounts]
      .filter(([, { document }]) => isMeant(document))
      .map(([id]) => id)
      .sort()
      .slice(0, limit);

  const readNow = (accountId: string): ReadAccount => {
    const found = structuredClone(accounts.get(accountId));
    return { accountId, stored: frozen(found?.document ?? null), version: found?.version ?? null };
  };

  return {
    content,

    readAccount: async (accountId) => readNow(accountId),

    async readAccountsAfter(accountId, limit) {
      const ids = accountIds(() => true, Infinity);
      return ids
        .filter((id) => accountId === null || id > accountId)
        .slice(0, limit)
        .map(readNow);
    },

    async commit({ accountId, version }, write) {
      if ((accounts.get(accountId)?.version ?? null) !== version) {
        throw new StaleAccount('the account has been changed');
      }
      const { account, forgotten, ...made } = structuredClone(write);
      versions += 1;
      accounts.set(accountId, { document: account, version: versions });
      for (const view of made.views) views.set(view.sessionId, view);
      for (const id of forgotten) views.delete(id);
      for (const event of made.events) events.set(event.eventId, event);
      return { accountId, stored: frozen(structuredClone(account)), version: versions };
    },

    async findView(sessionId) {
      return structuredClone(views.get(sessionId) ?? null);
    },

    async findViews(sessionIds) {
      return structuredClone(sessionIds.flatMap((id) => views.get(id) ?? []));
    },

    async addToView(sessionId, fields) {
      const view = views.get(sessionId);
      if (view) Object.assign(view, structuredClone(fields));
    },

    async findEndedViews(owner, since, limit) {
      const ended = [...views.values()]
        .filter((view) => isSameOwner(view, owner))
        .filter(({ revokedReason }) => revokedReason !== null && reasons[revokedReason].isShown)
        .filter(({ revokedAt }) => revokedAt !== null && revokedAt >= since)
        .sort((a, b) => Number(b.revokedAt) - Number(a.revokedAt));
      return structuredClone(ended.slice(0, limit));
    },

    async findSecurityEvents(owner, limit, behind) {
      const isBehind = ({ occurredAt, eventId }: SecurityEvent) =>
        !behind ||
        occurredAt < behind.occurredAt ||
        (occurredAt.getTime() === behind.occurredAt.getTime() && eventId < behind.eventId);
      const own = [...events.values()]
        .filter((event) => isSameOwner(event, owner) && isBehind(event))
        .sort(
          (a, b) =>
            b.occurredAt.getTime() - a.occurredAt.getTime() || (a.eventId < b.eventId ? 1 : -1),
        );
      return structuredClone(own.slice(0, limit));
    },

    async findOwing(fromId, limit) {
      return accountIds(({ isOwed }) => isOwed, Infinity)
        .filter((id) => id >= fromId)
        .slice(0, limit);
    },

    async findErasable(day, limit) {
      return accountIds(
        (one) => isAccount(one) && one.eraseOn !== null && one.eraseOn <= day,
        limit,
      );
    },

    async findHolders(pushTokenHash) {
      return accountIds((one) => isAccount(one) && one.pushTokens.includes(pushTokenHash), 20);
    },

    async eraseRest(owner) {
      const stored = accounts.get(accountIdOf(owner))?.document ?? null;
      const named = new Set(
        isAccount(stored) ? openDevices(stored).map(([, { session }]) => session.sessionId) : [],
      );
      const isOfNow = (at: Date) => isAccount(stored) && at >= stored.beganAt;
      for (const [id, view] of views) {
        if (!isSameOwner(view, owner) || named.has(id)) continue;
        if (!isOfNow(view.createdAt)) views.delete(id);
      }
      for (const [id, event] of events) {
        if (!isSameOwner(event, owner) || named.has(event.sessionId)) continue;
        if (!isOfNow(event.occurredAt)) events.delete(id);
      }
    },

    async findAllOf(owner) {
      const own = <One extends Owner>(all: Iterable<One>) =>
        [...all].filter((one) => isSameOwner(one, owner));
      return {
        account: structuredClone(accounts.get(accountIdOf(owner))?.document ?? null),
        sessions: sorted(own(views.values()), ({ sessionId }) => sessionId),
        events: sorted(own(events.values()), ({ eventId }) => eventId),
      };
    },
  };
}

function frozen<Value>(value: Value): Value {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
