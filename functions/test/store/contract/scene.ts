// What the parts of the contract share: a store, and in each test a user whom nobody else has.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { RecordChange } from '../../../src/domain/session/plan.ts';
import type { Owner, SessionRecord } from '../../../src/domain/session/session.ts';
import type { RegistrationInput } from '../../../src/operations/registerSession.ts';
import type { SessionStore } from '../../../src/services.ts';
import type { RegisteredDevice } from '../../doubles/device.ts';
import { register, signInNow } from '../../doubles/device.ts';
import type { TestServices } from '../../doubles/services.ts';
import { policy, servicesOver } from '../../doubles/services.ts';
import type { MakeStore } from '../sessionStoreContract.ts';

export interface Scene {
  services: TestServices<SessionStore>;
  sessions: SessionStore;
  /** The user of this test, and others who must not get in the way. */
  owner: Owner;
  strangers: Owner[];
  begin(): void;
  /** Signs in now, and registers. */
  register(
    deviceId: string,
    more?: Partial<RegistrationInput>,
    owner?: Owner,
  ): Promise<RegisteredDevice>;
  recordOf(sessionId: string): Promise<SessionRecord>;
  change(sessionId: string, change: Omit<RecordChange, 'sessionId'>): Promise<void>;
}

/** An id that no session has. */
export const nobody = 'x'.repeat(22);

export function idsOf(found: readonly { sessionId: string }[]): string[] {
  return found.map(({ sessionId }) => sessionId).sort();
}

export function recordIdsOf(found: readonly SessionRecord[]): string[] {
  return idsOf(found.map(({ session }) => session));
}

export function makeScene(makeStore: MakeStore): Scene {
  const sessions = makeStore(() => services.now(), policy.newDevicesPerHour);
  const services = servicesOver(sessions);
  const scene: Scene = {
    services,
    sessions,
    owner: { userId: '', tenantId: null },
    strangers: [],

    begin() {
      const userId = `user-${randomUUID()}`;
      scene.owner = { userId, tenantId: null };
      scene.strangers = [
        { userId: `${userId}-2`, tenantId: null },
        { userId, tenantId: 'tenant-1' },
      ];
    },

    async register(deviceId, more = {}, { userId, tenantId } = scene.owner) {
      return await register(services, deviceId, signInNow(services, userId, tenantId), more);
    },

    async recordOf(sessionId) {
      const record = await sessions.findRecord(sessionId);
      assert.ok(record);
      return record;
    },

    async change(sessionId, change) {
      await sessions.changeRecord(sessionId, () => ({
        result: undefined,
        changes: [{ sessionId, ...change }],
      }));
    },
  };
  return scene;
}
