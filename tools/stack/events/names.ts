// Who and what the ids of an event stand for, asked of the running stack through what operators use.
import type { BaseAuth } from 'firebase-admin/auth';
import type { listUserSessions } from '../../../functions/src/admin.ts';
import type { NamedSession } from './sentences.ts';

interface Owner {
  userId: string;
  tenantId: string | null;
}

export interface Names {
  /** Of a session of this owner, from now on known by its id alone. */
  sessionOf(sessionId: string, owner: Owner): Promise<NamedSession>;
  /** Of a session that an event has named before; null for any other. */
  knownSession(sessionId: string): NamedSession | null;
}

export function makeNames(auth: BaseAuth, list: typeof listUserSessions): Names {
  const sessions = new Map<string, NamedSession>();

  async function whoIs({ userId, tenantId }: Owner): Promise<string> {
    if (tenantId !== null) return userId;
    try {
      const { displayName, email } = await auth.getUser(userId);
      return displayName ?? email ?? userId;
    } catch {
      // Deleted by now.
      return userId;
    }
  }

  return {
    async sessionOf(sessionId, owner) {
      const who = await whoIs(owner);
      const { tenantId } = owner;
      for (const session of await list(owner.userId, { tenantId, includeEnded: true })) {
        const { deviceName: device, confirmed } = session;
        sessions.set(session.sessionId, { who, device, confirmed });
      }
      return sessions.get(sessionId) ?? { who, device: 'a forgotten device', confirmed: true };
    },
    knownSession: (sessionId) => sessions.get(sessionId) ?? null,
  };
}
