// What happened to the user's account, newest first.
import type { SecurityEvent } from '../domain/session/securityEvent.ts';
import { accountIdOf } from '../domain/account/accountId.ts';
import { requireActor } from '../domain/account/caller.ts';
import { idPattern, type Caller } from '../domain/session/session.ts';
import { SessionError } from '../errors.ts';
import { momentOf, readAccount, type ReadServices } from './changeAccount.ts';

/** An event as the owner sees it; times in ISO 8601, UTC. */
export type SecurityEventView = Omit<
  SecurityEvent,
  'userId' | 'tenantId' | 'deleteAt' | 'occurredAt'
> & {
  occurredAt: string;
};

const pageSize = 50;
/** No time later than Firestore has. */
const pageTokenPattern = /^([0-9]{1,14})\.(.*)$/;

/**
 * A page of events, and the token of the next page where there is one. Throws the caller's own end,
 * session_unconfirmed, and invalid_input for a token of no page.
 */
export async function listSecurityEvents(
  services: ReadServices,
  caller: Caller,
  { pageToken = null }: { pageToken?: string | null | undefined } = {},
): Promise<{ events: SecurityEventView[]; nextPageToken?: string }> {
  const behind = pageToken === null ? null : toPosition(pageToken);
  const moment = momentOf(services);
  const [events, { draft }] = await Promise.all([
    services.sessions.findSecurityEvents(caller, pageSize + 1, behind),
    readAccount(services, accountIdOf(caller), moment, (known) =>
      requireActor(known, { caller }, moment),
    ),
  ]);
  const { beganAt } = draft.account;
  const page = events.slice(0, pageSize);
  const last = page.at(-1);
  return {
    events: page
      .filter(({ deleteAt, occurredAt }) => moment.now < deleteAt && occurredAt >= beganAt)
      .map(toView),
    ...(events.length > pageSize && last && { nextPageToken: toPageToken(last) }),
  };
}

function toView(event: SecurityEvent): SecurityEventView {
  const { eventId, type, initiatingEntity, sessionId, deviceName } = event;
  const { actorSessionId, revokedReason, occurredAt } = event;
  return {
    ...{ eventId, type, initiatingEntity, sessionId, deviceName, actorSessionId, revokedReason },
    occurredAt: occurredAt.toISOString(),
  };
}

function toPageToken({ occurredAt, eventId }: SecurityEvent): string {
  return `${occurredAt.getTime()}.${eventId}`;
}

function toPosition(pageToken: string): Pick<SecurityEvent, 'occurredAt' | 'eventId'> {
  const [, ms = '', eventId = ''] = pageTokenPattern.exec(pageToken) ?? [];
  if (!idPattern.test(eventId)) throw new SessionError('invalid_input', { field: 'pageToken' });
  return { occurredAt: new Date(Number(ms)), eventId };
}
