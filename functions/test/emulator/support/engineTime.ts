// Time that is counted in answers of the database, so that a slow machine is slow for everybody: how many
// tries fit into a pause, or into the time for which a call is tried, does not depend on its load.
import type { Firestore } from '@google-cloud/firestore';

/** What a read counts as: about what it takes in the cloud. */
const readMs = 10;

export interface EngineTime {
  /** Milliseconds. */
  elapsed(): number;
  pause(mostMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** Reads one document after the other until it is stopped. */
export function startEngineTime(firestore: Firestore): EngineTime {
  let time = 0;
  let isStopped = false;
  const waiting = new Set<{ until: number; go: () => void }>();
  const reference = firestore.collection('engineTime').doc('none');

  async function run(): Promise<void> {
    while (!isStopped) {
      await reference.get();
      time += readMs;
      for (const one of waiting) {
        if (time < one.until) continue;
        waiting.delete(one);
        one.go();
      }
    }
  }
  const running = run();

  return {
    elapsed: () => time,
    async pause(mostMs) {
      const until = time + Math.random() * mostMs;
      await new Promise<void>((go) => waiting.add({ until, go }));
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}
