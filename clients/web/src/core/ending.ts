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
  /** Ends the session at hand, by what the server has said about it. */
  end(refusal: Refusal, receiptToken?: string): Promise<void>;
}

export function makeEnding({ transports, memory, post }: Context): Ending {
  const listeners = new Set<EndedListener>();
  let ending: Promise<void> | null = null;

  async function endNow({ reason, details }: Refusal, receiptToken?: string): Promise<void> {
    const session = await memory.read('session');
    const identity = await transports.identity().catch(() => null);
    const revokedReason = details.revokedReason ?? null;
    const ended: Ended = {
      sessionId: identity?.sessionId ?? session?.sessionId ?? null,
      reason,
      revokedReason,
      wipe: revokedReason !== 'account',
    };
    await memory.remove('session');
    await memory.remove('attempt');
    // An app that fails to wipe has not wiped: no receipt, but the sign-out all the same.
    const told = await Promise.allSettled([...listeners].map(async (listener) => listener(ended)));
    await transports.signOut();
    const hasWiped = ended.wipe && told.every(({ status }) => status === 'fulfilled');
    if (receiptToken !== undefined && hasWiped) {
      await post('confirmLogout', { token: receiptToken }).catch(() => {});
    }
    const failed = told.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }

  return {
    onEnded(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async end(refusal, receiptToken) {
      ending ??= endNow(refusal, receiptToken).finally(() => (ending = null));
      await ending;
    },
  };
}
