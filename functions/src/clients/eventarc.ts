// Security events for the team's own programs: Eventarc custom events on the channel of the param
// EVENTARC_CHANNEL. Best effort: what Eventarc does not take is logged, and nothing waits or fails for it.
import type { Channel } from 'firebase-admin/eventarc';
import type { SecurityEvent } from '../domain/session/securityEvent.ts';
import { nameOfError } from '../errors.ts';
import type { Log } from '../services.ts';

export interface EventPublisherOptions {
  channel: Pick<Channel, 'publish'>;
  /** The issuer of this deployment's tokens: which deployment the event is of. */
  source: string;
  log: Pick<Log, 'warn'>;
  timeoutMs?: number;
}

const typePrefix = 'device-sessions.sessions.v1';

/** The event as a CloudEvent with the body of a CAEP event. No name, address or token is in it. */
export function eventarcPublisher(
  options: EventPublisherOptions,
): (event: SecurityEvent) => Promise<void> {
  const { channel, source, log, timeoutMs = 2000 } = options;
  return async (event) => {
    const { eventId, type, occurredAt, userId, tenantId, sessionId } = event;
    const { initiatingEntity, revokedReason, actorSessionId } = event;
    const published = channel.publish({
      id: eventId,
      type: `${typePrefix}.${type}`,
      source,
      subject: `users/${userId}`,
      time: occurredAt.toISOString(),
      datacontenttype: 'application/json',
      data: {
        subject: {
          format: 'complex',
          user: { format: 'opaque', id: userId },
          session: { format: 'opaque', id: sessionId },
          ...(tenantId && { tenant: { format: 'opaque', id: tenantId } }),
        },
        event_timestamp: Math.floor(occurredAt.getTime() / 1000),
        initiating_entity: initiatingEntity,
        ...(revokedReason && { revoked_reason: revokedReason }),
        ...(actorSessionId && { actor_session_id: actorSessionId }),
      },
    });
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('timeout')), timeoutMs);
    });
    try {
      await Promise.race([published, timeout]);
    } catch (error) {
      log.warn('A security event was not published', { type, error: nameOfError(error) });
    } finally {
      clearTimeout(timer);
    }
  };
}
