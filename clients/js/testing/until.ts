// Waiting for what happens elsewhere: asks again and again, until a deadline.
import { setTimeout as pause } from 'node:timers/promises';

const pauseMs = 40;

/** Resolves to the first answer that is not null or false; rejects after `withinMs`, naming what did not come. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | null | false> | Answer | null | false,
  withinMs = 30_000,
): Promise<Answer> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`after ${withinMs / 1000} s still not: ${what}`);
    await pause(pauseMs);
  }
}
