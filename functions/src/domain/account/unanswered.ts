// A session that ran out while its login still waited for an answer.
import { dayMs } from '../session/policy.ts';
import type { Device, OpenSession } from './account.ts';

/** What is kept of a session that ran out before anybody answered for its login. */
export function unansweredOf(session: OpenSession): Device['unanswered'] {
  if (session.confirmed || session.confirmsAt <= session.expiresAt) return null;
  const firstLoginAt = session.firstLoginAt ?? session.createdAt;
  const isLater = session.registeredAt.getTime() - firstLoginAt.getTime() >= dayMs;
  return {
    session: { ...session, ip: null },
    firstLoginAt,
    wasToldLater: session.wasToldLater || (isLater && session.isTold),
  };
}
