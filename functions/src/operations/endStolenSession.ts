// The end of a session whose refresh token was copied, and the context of it.
import { securityAlertMessage } from '../domain/push/securityAlert.ts';
import { confirmedReceivers } from '../domain/revocation/receivers.ts';
import {
  decideNoticeLease,
  decideNoticeDone,
  decideReuseRevocation,
  noticeLeaseSeconds,
} from '../domain/refresh/reuse.ts';
import type { Services } from '../services.ts';
import { forceLogout } from './forceLogout.ts';
import { nameOfError } from '../errors.ts';
import { sendPushes } from './sendPushes.ts';

type ReuseServices = Pick<
  Services,
  'sessions' | 'policy' | 'now' | 'pushes' | 'pushQueue' | 'log' | 'tokens'
>;

/**
 * Ends the session and tells its device and the user's other ones. A task is queued first, to tell
 * them should this instance die after the session has ended; it finds nothing to do otherwise.
 */
export async function endStolenSession(services: ReuseServices, sessionId: string): Promise<void> {
  const { sessions, pushQueue, log, policy } = services;
  const task = { kind: 'token_reuse', sessionId } as const;
  try {
    await pushQueue.enqueue(task, noticeLeaseSeconds);
  } catch (error) {
    // The theft must end all the same.
    log.error('token_reuse not queued', { sessionId, error: nameOfError(error) });
  }
  const now = services.now();
  await sessions.changeRecords([sessionId], (records) =>
    decideReuseRevocation(records.get(sessionId), policy, now),
  );
  await alertReuse(services, sessionId);
}

/**
 * Tells of a session that a reuse has ended, once, however often it is called. Whoever calls while
 * another run is at it gets no error: that run, or the queued task, brings it to its end.
 */
export async function alertReuse(
  services: ReuseServices,
  sessionId: string,
): Promise<'done' | 'busy'> {
  const { sessions } = services;
  const now = services.now();
  const lease = await sessions.changeRecords([sessionId], (records) =>
    decideNoticeLease(records.get(sessionId), now),
  );
  if (lease.kind !== 'leased') return lease.kind;
  const { session } = lease.record;
  const open = await sessions.findOpenRecords(session.userId);
  await Promise.all([
    forceLogout(services, lease.receiver ? [lease.receiver] : []),
    sendPushes(
      services,
      confirmedReceivers(open, sessionId, services.policy, now).map((receiver) =>
        securityAlertMessage(receiver, session, now),
      ),
    ),
  ]);
  await sessions.changeRecords([sessionId], (records) =>
    decideNoticeDone(records.get(sessionId), services.now()),
  );
  return 'done';
}
