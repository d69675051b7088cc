// Waiting for what happens elsewhere: asks again and again.
import { setTimeout as pause } from 'node:timers/promises';

const shortestPauseMs = 40;
const longestPauseMs = 1000;
/** After this time the one who waits is told what has not come. */
const toldAfterMs = 30_000;

/**
 * Resolves to the first answer that is not null or false. It waits for ever, as a slow machine may need;
 * how often it asks leaves the processor to what it waits for.
 */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | null | false> | Answer | null | false,
): Promise<Answer> {
  const start = performance.now();
  for (let isTold = false; ;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    const waited = performance.now() - start;
    if (waited > toldAfterMs && !isTold) {
      console.error(`Still not: ${what}`);
      isTold = true;
    }
    await pause(Math.min(longestPauseMs, Math.max(shortestPauseMs, waited / 10)));
  }
}

/** A sign-in within the second of one whose session was closed counts as the same: no person is so fast. */
export async function untilNextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  await until('the next second', () => Math.floor(Date.now() / 1000) > second);
}
