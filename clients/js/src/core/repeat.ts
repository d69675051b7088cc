// Repeats a call whose answer got lost. Every function of the backend may be called twice.
import { isPassing, refusalIn } from './refusal.ts';

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

/** The answer of the first try that gets one. Rejects with the last error, or the first that is no loss. */
export async function repeat<T>(call: () => Promise<T>, patience: Patience): Promise<T> {
  for (const delay of patience.delays) {
    try {
      return await call();
    } catch (error) {
      if (!isPassing(error)) throw error;
      const asked = (refusalIn(error)?.details.retryAfterSeconds ?? 0) * 1000;
      if (asked > patience.longestWait) throw error;
      await patience.sleep(Math.max(delay, asked));
    }
  }
  return await call();
}
