// A store that waits longer than a call may, where many change one user at once on a busy machine.
import { SessionError } from '../../../src/errors.ts';
import type { SessionStore } from '../../../src/services.ts';

/** Tries a change again that had to wait for longer than a call may take: nothing of it was written. */
export function patient(sessions: SessionStore): SessionStore {
  return new Proxy(sessions, {
    get(target, name: keyof SessionStore) {
      const call = target[name] as (...given: unknown[]) => Promise<unknown>;
      if (!name.startsWith('change')) return call;
      return async (...given: unknown[]) => {
        for (let tries = 1; ; tries += 1) {
          try {
            return await call(...given);
          } catch (error) {
            const isUnavailable = error instanceof SessionError && error.reason === 'unavailable';
            if (!isUnavailable || tries === 5) throw error;
          }
        }
      };
    },
  });
}
