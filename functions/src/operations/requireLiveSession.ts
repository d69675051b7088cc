// The guard's question: does this caller's session live? Asked of Firestore at each call, unless the
// team has chosen to remember the answer for some seconds.
import type { Caller, Session } from '../domain/session/session.ts';
import { requireLive } from '../domain/session/lifetime.ts';
import type { Services } from '../services.ts';

/** Sessions remembered at most, each some 500 bytes. */
const cacheSize = 5000;

export interface LiveSessionCheck {
  /** Throws session_revoked or session_expired. */
  requireLiveSession(caller: Caller): Promise<void>;
}

/**
 * With `cacheSeconds` 0 a revocation is effective at the next call, at one document read a call.
 * With more, an instance that has just seen the session live lets it through for so long without a
 * read: cheaper, and a closed device may go on for as long. Only "live" is rememberedUntil, and never
 * past the session's own end.
 */
export function makeLiveSessionCheck(
  { sessions, now }: Pick<Services, 'sessions' | 'now'>,
  cacheSeconds: number,
): LiveSessionCheck {
  const seen = new Map<string, { session: Session; until: number }>();

  return {
    async requireLiveSession(caller) {
      const time = now();
      const { sessionId } = caller;
      const known = seen.get(sessionId);
      if (known && time.getTime() < known.until) {
        requireLive(known.session, caller, time);
        return;
      }
      seen.delete(sessionId);
      const session = requireLive(await sessions.findSession(sessionId), caller, time);
      if (cacheSeconds === 0) return;
      seen.set(sessionId, { session, until: time.getTime() + cacheSeconds * 1000 });
      for (const oldest of seen.keys()) {
        if (seen.size <= cacheSize) break;
        seen.delete(oldest);
      }
    },
  };
}
