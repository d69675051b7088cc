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

const leaseMilliseconds = 15_000;
const pollMilliseconds = 40;

/** A store that all tabs read and write at once: localStorage. */
export type SharedItems = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Across tabs without Web Locks: a lease in shared storage. Two tabs that write in the same instant
 * may both go on, which the server forgives (its grace for the previous refresh token).
 */
export function leaseLocks(items: SharedItems, owner: string, now: () => number): Locks {
  const sleep = () => new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  const own = pageLocks();
  const readLease = (key: string) => {
    const [holder, until] = (items.getItem(key) ?? '').split(' ');
    return { holder, isHeld: Number(until) > now() };
  };
  return {
    request: (name, run) =>
      own.request(name, async () => {
        const key = `lock.${name}`;
        try {
          for (;;) {
            const { holder, isHeld } = readLease(key);
            if (isHeld && holder === owner) break;
            if (!isHeld) items.setItem(key, `${owner} ${now() + leaseMilliseconds}`);
            await sleep();
          }
        } catch {
          return await run();
        }
        try {
          return await run();
        } finally {
          if (readLease(key).holder === owner) items.removeItem(key);
        }
      }),
  };
}

/** Across tabs; within this page where the platform refuses that, as Chromium does with site data blocked. */
export function webLocks(locks: Locks): Locks {
  const own = pageLocks();
  return {
    async request(name, run) {
      let isHeld = false;
      const runHolding = () => {
        isHeld = true;
        return run();
      };
      try {
        return await locks.request(name, runHolding);
      } catch (error) {
        if (isHeld) throw error;
        return await own.request(name, run);
      }
    },
  };
}

/** The best that this platform has. */
export function platformLocks(items: SharedItems | null, owner: string): Locks {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
  if (locks) return webLocks({ request: (name, run) => locks.request(name, run) });
  return items ? leaseLocks(items, owner, Date.now) : pageLocks();
}
