// When a device that was told to log out has said that it did.
import { SessionError } from '../../errors.ts';
import type { Moment } from '../session/moment.ts';
import type { Plan } from '../session/plan.ts';
import { unchanged } from '../session/plan.ts';
import type { SessionRecord } from '../session/session.ts';

/** Returns when. Throws token_invalid where the session is gone, forgotten, or was never ended. */
export function decideLogoutReceipt(
  record: SessionRecord | undefined,
  { now }: Pick<Moment, 'now'>,
): Plan<Date> {
  if (!record?.session.revoked || now >= record.session.expiresAt) {
    throw new SessionError('token_invalid');
  }
  const { sessionId, logoutConfirmedAt } = record.session;
  if (logoutConfirmedAt) return unchanged(logoutConfirmedAt);
  return { result: now, changes: [{ sessionId, session: { logoutConfirmedAt: now } }] };
}
