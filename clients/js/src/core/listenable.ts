// Who is told of something.

/** How to listen, which returns how to stop; and how to tell all, which gives what comes of it: one that throws is one of many. */
export function listenable<T>() {
  const listeners = new Set<(told: T) => unknown>();
  const listen = (listener: (told: T) => unknown) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return [listen, (told: T) => [...listeners].map(async (listener) => listener(told))] as const;
}
