// A race: the same scene many times at once, each with a user of its own.
import { randomUUID } from 'node:crypto';
import type { PushMessage } from '../../../src/domain/push/pushMessage.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import type { SessionStore } from '../../../src/services.ts';
import { firestoreSessions } from '../../../src/store/firestoreSessions.ts';
import type { TestServices } from '../../doubles/services.ts';
import { servicesOver } from '../../doubles/services.ts';
import { isEmbedded, openFirestore } from './firestore.ts';
import { patient } from './patientStore.ts';

// Google's emulator waits seconds for locks that Firestore itself releases in milliseconds.
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
    const options = { now: () => services.now(), newDevicesPerHour: 10 };
    const sessions = patient(firestoreSessions(firestore, options));
    const services: TestServices<SessionStore> = servicesOver(sessions, limits);
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
      const { sessions } = scene().services;
      const open = await sessions.findOpenSessions({ userId, tenantId: null });
      return open.map(({ sessionId }) => sessionId);
    },
  };
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
