// The end of a session: noticed once, told to the app, and only then signed out of Firebase. An end is
// for one session: whoever has signed in meanwhile is left alone.
import type { Context } from './context.ts';
import type { Leftovers } from './leftovers.ts';
import { listenable } from './listenable.ts';
import { late, Refusal, refusalIn, saysFirebaseEnded, saysSessionEnded } from './refusal.ts';
import type { EndNote, KeptSession } from './storage.ts';

export interface Ended extends EndNote {
  /** Whether the app should delete what it keeps of the user: only where this device is to forget. */
  wipe: boolean;
}

/** May be async: the receipt of a forced logout is sent after it. It may call the client. */
export type EndedListener = (ended: Ended) => unknown;

export interface Ending {
  onEnded(listener: EndedListener): () => void;
  /** Says which session this page is of: its end is to be told here, whoever notices it. */
  serve(sessionId: string | null): void;
  /** Ends that session, by what the server has said about it. Rejects where the app failed to wipe. */
  end(refusal: Refusal, sessionId: string | null): Promise<void>;
  /** Tells the app of an end that another tab, or Firebase itself, has noticed first. Rejects where nobody can tell. */
  notice(): Promise<void>;
  /** Waits until the app is done with that end, where this page has told it. Rejects where the app failed to wipe. */
  told(sessionId: string): Promise<void> | undefined;
}

export function makeEnding(context: Context, leftovers: Leftovers): Ending {
  const { transports, memory, callOnce, keptSession, limited } = context;
  const [onEnded, tellAll] = listenable<Ended>();
  /** What this page has told, each until all listeners are done with it. */
  const told = new Map<string, Promise<void>>();
  let served: string | null = null;

  async function tell(note: EndNote): Promise<void> {
    const { reason, revokedReason, sessionId } = note;
    const wipe = saysSessionEnded(reason) && !/^(account|replaced)$/.test(`${revokedReason}`);
    const outcomes = await Promise.allSettled(tellAll({ ...note, wipe }));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    if (wipe) await memory.write('wiped', sessionId);
  }

  /** Waits for the app as long as for anything else: its listener may take minutes, or wait for us. */
  function tellOnce(note: EndNote): Promise<void> {
    const telling = tell(note);
    told.set(note.sessionId, telling);
    const done = limited(() => telling).catch((error: unknown) => {
      if (refusalIn(error)?.cause !== late) throw error;
    });
    // Whoever waits for it is told of a failure.
    done.catch(() => {});
    return done;
  }

  /** null where Firebase does not say. */
  const identityNow = () => transports.identity().catch(() => null);

  /** Nobody has signed out here, and Firebase has nobody. The server may know more than that. */
  async function endByFirebase({ sessionId, refreshToken }: KeptSession): Promise<void> {
    const asked = await callOnce('refreshTokens', {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    }).catch(refusalIn);
    const isKnown = asked instanceof Refusal && saysSessionEnded(asked.reason);
    if (!isKnown) await leftovers.keep('left', refreshToken);
    const account = new Refusal({ reason: 'session_revoked', revokedReason: 'account' });
    await ending.end(isKnown ? asked : account, sessionId).catch(() => {});
    void leftovers.settle();
  }

  const ending: Ending = {
    onEnded,

    serve: (sessionId) => void (served = sessionId),

    async end({ reason, details }, sessionId) {
      if (!sessionId || told.has(sessionId)) return;
      const asking = await identityNow();
      if ((asking && asking.sessionId !== sessionId) || told.has(sessionId)) return;
      const note = { sessionId, reason, revokedReason: details.revokedReason ?? null };
      const telling = tellOnce(note);
      if (note.revokedReason !== 'replaced') {
        await memory.write('ended', note);
        const kept = await keptSession().catch(() => null);
        if (kept?.sessionId === sessionId) await memory.remove('session');
        await telling.catch(() => {});
        if ((await identityNow())?.sessionId === sessionId) await transports.signOut();
      }
      await telling;
    },

    async notice() {
      const sessionId = served;
      const identity = await transports.identity().catch((error: unknown) => {
        if (!saysFirebaseEnded(error)) throw error;
        return null;
      });
      if (!sessionId || identity?.sessionId === sessionId) return;
      const note = await memory.read('ended');
      const kept = await keptSession();
      if (told.has(sessionId)) return;
      if (note?.sessionId === sessionId) await tellOnce(note).catch(() => {});
      else if (identity === null && kept?.sessionId === sessionId) await endByFirebase(kept);
    },

    told: (sessionId) => told.get(sessionId),
  };
  return ending;
}
