// The database's clock: strictly increasing, in microseconds, as Firestore's commit times are. Two commits
// never share a time, which preconditions on the update time and read-only transactions rely on.
import { Timestamp } from 'firebase-admin/firestore';

export interface Clock {
  /** A time later than every time given before, close to the wall clock. */
  tick(): Timestamp;
  /** A time for a read-only transaction: every later tick lies in a later millisecond. */
  snapshot(): Timestamp;
}

const microsPerSecond = 1_000_000;

/** @param nowMillis the wall clock, in milliseconds since the epoch */
export function createClock(nowMillis: () => number = Date.now): Clock {
  let lastMicros = 0;

  const tick = (): Timestamp => {
    lastMicros = Math.max(lastMicros + 1, nowMillis() * 1000);
    const seconds = Math.floor(lastMicros / microsPerSecond);
    return new Timestamp(seconds, (lastMicros % microsPerSecond) * 1000);
  };

  return {
    tick,
    snapshot() {
      const time = tick();
      // The engine compares the times of past versions in whole milliseconds.
      lastMicros = (Math.floor(lastMicros / 1000) + 1) * 1000 - 1;
      return time;
    },
  };
}
