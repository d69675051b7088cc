// Time that passes only while somebody waits: the earliest timer runs once nothing else can.
export function virtualTime(startMilliseconds: number) {
  const timers = new Set<{ at: number; run: () => void }>();
  let elapsed = 0;
  let set = 0;

  const after = (milliseconds: number, run: () => void) => {
    const timer = { at: elapsed + milliseconds, run };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  /** What is ready to run has run. */
  const settled = async () => {
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    after,
    settled,
    sleep: (milliseconds: number) =>
      new Promise<void>((resolve) => void after(milliseconds, resolve)),
    now: () => startMilliseconds + elapsed + set,
    elapsedSeconds: () => elapsed / 1000,
    setOn: (seconds: number) => void (set += seconds * 1000),

    /** Lets time pass until the promise is settled. Throws where nothing is left to wait for. */
    async until<T>(promise: Promise<T>): Promise<T> {
      let isSettled = false;
      const mark = () => void (isSettled = true);
      promise.then(mark, mark);
      for (;;) {
        await settled();
        if (isSettled) return await promise;
        const [next] = [...timers].sort((one, other) => one.at - other.at);
        if (!next) throw new Error('It waits for ever.');
        timers.delete(next);
        elapsed = Math.max(elapsed, next.at);
        next.run();
      }
    },
  };
}

export type VirtualTime = ReturnType<typeof virtualTime>;
