// A session that ran out while its login still waited for an answer.
import { dayMs } from '../session/policy.ts';
import type { Device, OpenSession } from './account.ts';

/** What is kept of a session that ran out before anybody answered for its login. */
export function unansweredOf(session: OpenSession): Device['unanswered'] {
  if (session.confirmed || session.confirmsAt <= session.expiresAt) return null;
  return {
    session: { ...session, ip: null },
    firstLoginAt: firstLoginOf(session),
    wasToldLater: wasToldLater(session),
  };
}

/** Whether this login, or one before it that waits with it, came a day or more after the first and was told. */
export function wasToldLater(session: OpenSession): boolean {
  const { toldLoginAt } = session;
  const isLater =
    toldLoginAt !== null && toldLoginAt.getTime() - firstLoginOf(session).getTime() >= dayMs;
  return session.wasToldLater || isLater;
}

function firstLoginOf({ firstLoginAt, createdAt }: OpenSession): Date {
  return firstLoginAt ?? createdAt;
}
