// Security events for the team's own programs: Eventarc custom events on the channel of the param
// EVENTARC_CHANNEL. Best effort: what Eventarc does not take is logged, and nothing waits or fails for it.
import type { Channel } from 'firebase-admin/eventarc';
import { nameOfError } from '../errors.ts';
import type { Log } from '../services.ts';

/** What happened to a session or an account, in the terms of CAEP (OpenID Continuous Access Evaluation). */
export interface PublishableEvent {
  /** The same for the same event, however often it is published. */
  id: string;
  /** CAEP's name, such as `session-established` or `session-revoked`; ours where it has none. */
  name: string;
  at: Date;
  userId: string;
  sessionId: string | null;
  /** Further members of the CAEP event, such as `initiating_entity`. No token, no address. */
  details?: Record<string, unknown>;
}

export interface EventPublisher {
  /** Never rejects. */
  publishEvent(event: PublishableEvent): Promise<void>;
}

export interface EventPublisherOptions {
  channel: Pick<Channel, 'publish'>;
  /** The issuer of this deployment's tokens: which deployment the event is of. */
  source: string;
  log: Pick<Log, 'warn'>;
  timeoutMs?: number;
}

const typePrefix = 'device-sessions.sessions.v1';

export function eventarcPublisher(options: EventPublisherOptions): EventPublisher {
  const { channel, source, log, timeoutMs = 2000 } = options;
  return {
    async publishEvent({ id, name, at, userId, sessionId, details }) {
      const published = channel.publish({
        id,
        type: `${typePrefix}.${name}`,
        source,
        subject: `users/${userId}`,
        time: at.toISOString(),
        datacontenttype: 'application/json',
        data: {
          subject: {
            format: 'complex',
            user: { format: 'opaque', id: userId },
            ...(sessionId && { session: { format: 'opaque', id: sessionId } }),
          },
          event_timestamp: Math.floor(at.getTime() / 1000),
          ...details,
        },
      });
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('timeout')), timeoutMs);
      });
      try {
        await Promise.race([published, timeout]);
      } catch (error) {
        log.warn('A security event was not published', { name, error: nameOfError(error) });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
