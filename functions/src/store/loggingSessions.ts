// The session store that leaves lines in the structured log, once a change is written: for each security
// event, and for each device that pushes reach in another way than before.
import { changedPushes } from '../domain/account/pushToken.ts';
import type { SecurityEvent } from '../domain/session/securityEvent.ts';
import type { Log, SessionStore } from '../services.ts';

/** What a metric or an alert policy filters by: see tools/ops/. */
export const securityEventMessage = 'security event';

/** Nothing is logged of a change that is not committed. */
export function loggingSessions(sessions: SessionStore, log: Log): SessionStore {
  return {
    ...sessions,
    async commit(read, write) {
      const committed = await sessions.commit(read, write);
      for (const event of write.events) tell(log, event);
      for (const { deviceType, pushes, kind } of changedPushes(read.stored, write.account)) {
        log.info('pushes of a device', { deviceType, pushes, kind });
      }
      return committed;
    },
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
