// The guard's question: does this caller's session live? Asked of Firestore at each call, unless the
// team has chosen to remember the answer for some seconds.
import type { Caller, Session } from '../domain/session/session.ts';
import { requireLive } from '../domain/session/lifetime.ts';
import { secondMs } from '../domain/session/policy.ts';
import type { Services } from '../services.ts';

/** The caller as an access token names it, which says nothing of a tenant. */
export type AccessTokenCaller = Omit<Caller, 'tenantId'>;

export interface LiveSessionCheck {
  /** Throws session_revoked or session_expired. */
  requireLiveSession(caller: Caller | AccessTokenCaller): Promise<void>;
}

/** Keeps sessions for a while, by id. */
interface SessionMemory {
  get(sessionId: string): Session | undefined;
  set(sessionId: string, session: Session, lifetimeMs: number): void;
}

/**
 * With `cacheSeconds` 0 a revocation is effective at the next call, at one document read a call.
 * With more, an instance that has just seen the session live lets it through for so long without a
 * read: cheaper, and a closed device may go on for as long. Only "live" is remembered, and never
 * past the session's own end.
 */
export function makeLiveSessionCheck(
  { sessions, now }: Pick<Services, 'sessions' | 'now'>,
  cacheSeconds: number,
  memory: SessionMemory,
): LiveSessionCheck {
  return {
    async requireLiveSession(caller) {
      const time = now();
      const { sessionId } = caller;
      const known = memory.get(sessionId);
      if (known) {
        requireLive(known, ofTenant(caller, known), time);
        return;
      }
      const found = await sessions.findSession(sessionId);
      const session = requireLive(found, ofTenant(caller, found), time);
      if (cacheSeconds > 0) memory.set(sessionId, session, cacheSeconds * secondMs);
    },
  };
}

function ofTenant(caller: Caller | AccessTokenCaller, session: Session | null): Caller {
  return { tenantId: session?.tenantId ?? null, ...caller };
}
