// Nothing waits without a limit: what has not answered in time counts as lost, and its late answer as none.
import { late, Refusal } from './refusal.ts';

export const limitMilliseconds = 10_000;

/** Runs something later, unless it is called off before. */
export type After = (milliseconds: number, run: () => void) => () => void;

export const after: After = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** Rejects with `unavailable` where the work has not ended in time. */
export function limited<T>(work: () => T | PromiseLike<T>, startTimer = after): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = startTimer(limitMilliseconds, () => reject(unavailable(late)));
    void new Promise<T>((done) => done(work())).then(resolve, reject).finally(stop);
  });
}

/** The refusal that the client makes by itself, where something it needs does not answer. */
export function unavailable(cause?: unknown): Refusal {
  return new Refusal({ reason: 'unavailable' }, { cause });
}
