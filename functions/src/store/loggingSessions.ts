// The session store that leaves a line in the structured log for each security event, once it is
// written, and hands it to whoever publishes it.
import type { Plan } from '../domain/session/plan.ts';
import type { SecurityEvent } from '../domain/session/securityEvent.ts';
import type { Deciding, Log, SessionStore } from '../services.ts';

type Decide<State extends unknown[], Result> = (...state: State) => Deciding<Result>;

/** What a metric or an alert policy filters by: see tools/ops/. */
export const securityEventMessage = 'security event';

/** Publishes an event as well as it can, in bounded time. Never rejects. */
export type PublishEvent = (event: SecurityEvent) => Promise<void>;

/** Nothing is logged of a change that is not committed, nor twice of a transaction that ran again. */
export function loggingSessions(
  sessions: SessionStore,
  log: Log,
  publish: PublishEvent | null = null,
): SessionStore {
  async function logged<State extends unknown[], Result>(
    change: (decide: Decide<State, Result>) => Promise<Result>,
    decide: Decide<State, Result>,
  ): Promise<Result> {
    let events: readonly SecurityEvent[] = [];
    const result = await change(async (...state) => {
      const plan: Plan<Result> = await decide(...state);
      events = plan.events ?? [];
      return plan;
    });
    for (const event of events) tell(log, event);
    if (publish) await Promise.all(events.map(publish));
    return result;
  }

  return {
    ...sessions,
    changeFirebaseAccount: (owner, decide) =>
      logged((one) => sessions.changeFirebaseAccount(owner, one), decide),
    changeRecord: (id, decide) => logged((one) => sessions.changeRecord(id, one), decide),
    changeRecords: (ids, decide) => logged((one) => sessions.changeRecords(ids, one), decide),
    changeUserRecords: (owner, ids, decide) =>
      logged((one) => sessions.changeUserRecords(owner, ids, one), decide),
    changeForRegistration: (key, decide) =>
      logged((one) => sessions.changeForRegistration(key, one), decide),
    changeForUpdate: (id, pushToken, decide) =>
      logged((one) => sessions.changeForUpdate(id, pushToken, one), decide),
  };
}

/** Ids and words of our own only: names, addresses and tokens stay in the database. */
function tell(log: Log, event: SecurityEvent): void {
  const { type, initiatingEntity, revokedReason, userId, tenantId } = event;
  const { eventId, sessionId, actorSessionId } = event;
  const write = type === 'credential-compromise' ? log.warn : log.info;
  write(securityEventMessage, {
    event: type,
    ...{ initiatingEntity, revokedReason, userId, tenantId, eventId, sessionId, actorSessionId },
  });
}
