// When a device that was told to log out has said that it did.
import { SessionError } from '../../errors.ts';
import type { Plan } from '../session/plan.ts';
import type { SessionRecord } from '../session/session.ts';

/** Returns when. Throws token_invalid where the session is gone, or was never ended. */
export function decideLogoutReceipt(record: SessionRecord | undefined, now: Date): Plan<Date> {
  if (!record?.session.revoked) throw new SessionError('token_invalid');
  const { sessionId, logoutConfirmedAt } = record.session;
  if (logoutConfirmedAt) return { result: logoutConfirmedAt, changes: [] };
  return { result: now, changes: [{ sessionId, session: { logoutConfirmedAt: now } }] };
}
