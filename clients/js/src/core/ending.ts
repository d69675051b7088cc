// The end of the session at hand: noticed once, told to the app, and only then signed out of Firebase.
import type { Context } from './context.ts';
import type { Reason, RevokedReason } from './contract.ts';
import type { Refusal } from './refusal.ts';

export interface Ended {
  sessionId: string | null;
  reason: Reason;
  revokedReason: RevokedReason | null;
  /** Whether the app should delete what it keeps of the user. False where only the account changed. */
  wipe: boolean;
}

/** May be async: the receipt of a forced logout is sent after it. */
export type EndedListener = (ended: Ended) => unknown;

export interface Ending {
  onEnded(listener: EndedListener): () => void;
  /** Ends the session at hand, by what the server has said about it. Rejects where the app failed to wipe. */
  end(refusal: Refusal): Promise<void>;
  /** Confirms that this device has wiped what it kept in that session; false where it has not. */
  sendReceipt(sessionId: string, receiptToken: string): Promise<boolean>;
}

export function makeEnding({ transports, memory, post }: Context): Ending {
  const listeners = new Set<EndedListener>();
  let ending: Promise<void> | null = null;

  async function endNow({ reason, details }: Refusal): Promise<void> {
    const session = await memory.read('session');
    const identity = await transports.identity().catch(() => null);
    const revokedReason = details.revokedReason ?? null;
    const sessionId = identity?.sessionId ?? session?.sessionId ?? null;
    const ended: Ended = { sessionId, reason, revokedReason, wipe: revokedReason !== 'account' };
    await memory.remove('session');
    await memory.remove('attempt');
    const told = await Promise.allSettled([...listeners].map(async (listener) => listener(ended)));
    await transports.signOut();
    const failed = told.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    if (ended.wipe && sessionId !== null) await memory.write('wiped', sessionId);
  }

  return {
    onEnded(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    async end(refusal) {
      ending ??= endNow(refusal).finally(() => (ending = null));
      await ending;
    },

    async sendReceipt(sessionId, receiptToken) {
      await ending?.catch(() => {});
      if ((await memory.read('wiped')) !== sessionId) return false;
      await post('confirmLogout', { token: receiptToken });
      return true;
    },
  };
}
