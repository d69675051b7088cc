// What happened to an account, in the words of CAEP (OpenID Continuous Access Evaluation Profile 1.0).
import { dayMs } from './policy.ts';
import type { Moment } from './moment.ts';
import type { Owner, RevokedReason, Session } from './session.ts';

export type SecurityEventType =
  | 'session-established'
  | 'session-revoked'
  | 'assurance-level-change'
  | 'credential-compromise';

/** Who brought it about: CAEP's `initiating_entity`. */
export type InitiatingEntity = 'admin' | 'user' | 'policy' | 'system';

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
  expiresAt: Date;
}

/** For how long events are kept. */
const retentionDays = 180;

const initiatedBy: Record<RevokedReason, InitiatingEntity> = {
  user: 'user',
  others: 'user',
  sign_out: 'user',
  denied: 'user',
  replaced: 'user',
  limit: 'policy',
  token_reuse: 'policy',
  expired: 'policy',
  account: 'policy',
  operator: 'admin',
};

export function securityEvent(
  session: Session,
  type: SecurityEventType,
  { now, newId }: Moment,
  {
    revokedReason = null,
    actorSessionId = null,
    initiatingEntity = revokedReason ? initiatedBy[revokedReason] : 'user',
  }: Partial<Pick<SecurityEvent, 'revokedReason' | 'actorSessionId' | 'initiatingEntity'>> = {},
): SecurityEvent {
  const { userId, tenantId, sessionId, deviceName } = session;
  return {
    eventId: newId(),
    type,
    initiatingEntity,
    userId,
    tenantId,
    sessionId,
    deviceName,
    actorSessionId,
    revokedReason,
    occurredAt: now,
    expiresAt: new Date(now.getTime() + retentionDays * dayMs),
  };
}
