// A race: the same scene many times at once, each with a user of its own.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { PushMessage } from '../../../src/domain/push/pushMessage.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import type { SessionStore } from '../../../src/services.ts';
import { listUserSessions } from '../../../src/operations/listSessions.ts';
import { firestoreSessions } from '../../../src/store/firestoreSessions.ts';
import type { TestServices } from '../../doubles/services.ts';
import { servicesOver } from '../../doubles/services.ts';
import { isEmbedded, openFirestore } from './firestore.ts';

// Google's emulator is slower by far where many ask at once.
const times = isEmbedded ? 10 : 1;

export interface RaceScene {
  services: TestServices<SessionStore>;
  userId: string;
}

export interface Races {
  race(
    title: string,
    run: (scene: RaceScene) => Promise<void>,
    limits?: Partial<SessionPolicy>,
  ): void;
  scene(limits?: Partial<SessionPolicy>): RaceScene;
  /** The ids of the user's sessions that nobody has ended. */
  live(userId: string): Promise<string[]>;
}

/** Call it in a `describe`. */
export function useRaces(): Races {
  const firestore = openFirestore();
  after(() => firestore.terminate());

  function scene(limits: Partial<SessionPolicy> = {}): RaceScene {
    const services = onFirestore(servicesOver(firestoreSessions(firestore), limits));
    return { services, userId: `user-${randomUUID()}` };
  }

  return {
    scene,

    race(title, run, limits) {
      it(title, async () => {
        await Promise.all(Array.from({ length: times }, () => run(scene(limits))));
      });
    },

    async live(userId) {
      const { sessions } = await listUserSessions(scene().services, { userId, tenantId: null });
      return sessions.map(({ sessionId }) => sessionId);
    },
  };
}

/**
 * Waits as production does, between two tries. Only these whiles count against the time for which a call is tried:
 * how fast the machine is decides nothing.
 */
export function onFirestore<Store extends SessionStore>(
  services: TestServices<Store>,
): TestServices<Store> {
  let waitedMs = 0;
  services.elapsed = () => waitedMs;
  services.pause = async (mostMs) => {
    const ms = Math.random() * mostMs;
    waitedMs += ms;
    await setTimeout(ms);
  };
  return services;
}

/** "done", or the reason of the refusal. */
export function reasonsOf(results: readonly PromiseSettledResult<unknown>[]): string[] {
  return results.map((result) =>
    result.status === 'fulfilled' ? 'done' : (result.reason as { reason: string }).reason,
  );
}

/** What the pushes name themselves by. */
export function pushIdsOf(sent: readonly PushMessage[]): Set<string | undefined> {
  return new Set(sent.map(({ message }) => message.data.pushId));
}
