// What happened to an account, in the words of CAEP (OpenID Continuous Access Evaluation Profile 1.0).
import { dayMs, type Moment } from './policy.ts';
import { reasons, type RevokedReason } from './reasons.ts';
import type { Owner } from './session.ts';

export type SecurityEventType =
  | 'session-established'
  | 'session-revoked'
  | 'assurance-level-change'
  | 'credential-compromise';

export type InitiatingEntity = (typeof reasons)[RevokedReason]['initiatedBy'] | 'system';

export interface SecurityEvent extends Owner {
  eventId: string;
  type: SecurityEventType;
  initiatingEntity: InitiatingEntity;
  /** The session that it happened to. */
  sessionId: string;
  deviceName: string;
  /** The session of the user that did it; null where a rule, an operator or the device itself did. */
  actorSessionId: string | null;
  revokedReason: RevokedReason | null;
  occurredAt: Date;
  deleteAt: Date;
}

export type EventDetails = Partial<
  Pick<SecurityEvent, 'revokedReason' | 'actorSessionId' | 'initiatingEntity'>
>;

/** For how long events are kept. */
const eventDays = 180;

export function securityEvent(
  about: Pick<SecurityEvent, 'userId' | 'tenantId' | 'sessionId' | 'deviceName'>,
  type: SecurityEventType,
  { now, newId }: Moment,
  {
    revokedReason = null,
    actorSessionId = null,
    initiatingEntity = revokedReason ? reasons[revokedReason].initiatedBy : 'user',
  }: EventDetails = {},
): SecurityEvent {
  return {
    ...{ ...about, eventId: newId(), type, initiatingEntity, actorSessionId, revokedReason },
    occurredAt: now,
    deleteAt: new Date(now.getTime() + eventDays * dayMs),
  };
}
