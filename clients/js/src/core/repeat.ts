// Repeats a call whose answer got lost. Every function of the backend may be called twice.
import { isPassing, late, refusalIn } from './refusal.ts';

export interface Patience {
  /** How long to wait before each further try. */
  delays: readonly number[];
  /** The longest wait that the server may ask for; beyond it the refusal is passed on. */
  longestWait: number;
  sleep: (milliseconds: number) => Promise<void>;
}

export const usualPatience: Patience = {
  delays: [300, 1500, 4000],
  longestWait: 10_000,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * The answer of the first try that gets one. Rejects with the last error, or the first that is no loss.
 * A person waits: after the second try that was not answered in time there is no other.
 */
export async function repeat<T>(call: () => Promise<T>, patience: Patience): Promise<T> {
  let lateTries = 0;
  for (const delay of patience.delays) {
    try {
      return await call();
    } catch (error) {
      const refusal = refusalIn(error);
      const asked = (refusal?.details.retryAfterSeconds ?? 0) * 1000;
      if (refusal?.cause === late) lateTries++;
      if (!isPassing(error) || asked > patience.longestWait || lateTries > 1) throw error;
      await patience.sleep(Math.max(delay, asked));
    }
  }
  return await call();
}
