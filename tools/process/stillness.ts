// Finds out that programs hang by what they do, not by how long they take: on a slow or busy machine all
// takes longer.
import { processorSeconds } from './processor.ts';
import { findMarked, ownMark } from './reaper.ts';

export interface Stillness {
  /** Something has come to an end: they do not hang. */
  moved(): void;
  stop(): void;
}

export interface StillnessOptions {
  /** What they may use in that time by waking up now and then: more than a page that asks again and again. */
  idleSeconds?: number;
  seconds?: number;
  everySeconds?: number;
}

/**
 * Calls `onStill` each time that for two minutes nothing has moved and the programs of this command, this one
 * among them, have used no more of the processor than programs do that wait.
 */
export function watchStillness(
  onStill: () => void,
  { seconds = 120, idleSeconds = seconds / 12, everySeconds = 5 }: StillnessOptions = {},
): Stillness {
  const mark = ownMark();
  let known = new Map<number, number>();
  let used = 0;
  let looks = 0;
  const moved = () => {
    used = 0;
    looks = 0;
  };
  const look = () => {
    const now = processorSeconds([process.pid, ...findMarked(mark)]);
    for (const [pid, total] of now) used += total - (known.get(pid) ?? 0);
    known = now;
    // Looks are counted, not the time: a machine that was asleep was not still.
    looks += 1;
    if (used > idleSeconds) moved();
    if (looks * everySeconds < seconds) return;
    moved();
    onStill();
  };
  const timer = setInterval(look, everySeconds * 1000).unref();
  return { moved, stop: () => clearInterval(timer) };
}
