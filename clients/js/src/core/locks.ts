// One at a time: within a page always, across the tabs of an origin where the platform can.

/** The part of the Web Locks API that is used. */
export interface Locks {
  request<T>(name: string, run: () => Promise<T>): Promise<T>;
}

/** Within this page, or this app: React Native has a single one. */
export function pageLocks(): Locks {
  const queues = new Map<string, Promise<unknown>>();
  return {
    request(name, run) {
      const before = queues.get(name) ?? Promise.resolve();
      const result = before.then(run, run);
      queues.set(
        name,
        result.catch(() => {}),
      );
      return result;
    },
  };
}

/** Across tabs; within this page where the platform refuses that, as Chromium does with site data blocked. */
export function webLocks(locks: Locks): Locks {
  const own = pageLocks();
  return {
    request(name, run) {
      let isHeld = false;
      const runHolding = () => {
        isHeld = true;
        return run();
      };
      return locks.request(name, runHolding).catch((error: unknown) => {
        if (isHeld) throw error;
        return own.request(name, run);
      });
    },
  };
}

/** The best that this platform has: a page without a secure context has no Web Locks. */
export function platformLocks(): Locks {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
  return locks ? webLocks({ request: (name, run) => locks.request(name, run) }) : pageLocks();
}
