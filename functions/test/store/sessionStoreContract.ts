// What every session store promises. Run against the in-memory double and against Firestore, so
// that the double cannot lie.
import assert from 'node:assert/strict';
import type { SessionStore } from '../../src/services.ts';
import { describeChanges } from './contract/changes.ts';
import { describeErasure } from './contract/erasure.ts';
import { describeLookUps } from './contract/lookUps.ts';
import { describeOwing } from './contract/owing.ts';
import { describeRegistrationFindings } from './contract/registrationFindings.ts';
import { makeScene } from './contract/scene.ts';

export type MakeStore = (now: () => Date, newDevicesPerHour: number) => SessionStore;

export function describeSessionStore(name: string, makeStore: MakeStore): void {
  describe(`the session store ${name}`, () => {
    const scene = makeScene(makeStore);
    beforeEach(() => scene.begin());

    it('gives back what was created, every field and type', async () => {
      const { session } = await scene.register('device-01');
      const { sessionId } = session;
      const { services } = scene;
      const record = await scene.recordOf(sessionId);
      assert.deepEqual(await services.sessions.findSession(sessionId), record.session);
      assert.deepEqual(record.session.createdAt, services.now());
      const secrets = {
        refresh: { currentNonce: 'a', previousNonce: null, rotatedAt: services.now() },
        countries: [{ code: 'RU', seenAt: services.now() }],
        carriedClaims: { roles: [['editor'], []], since: 3, '': null, __a__: { 'b.c': 1 } },
      };
      await scene.change(sessionId, { secrets });
      assert.deepEqual(await scene.recordOf(sessionId), {
        session: record.session,
        secrets: { ...record.secrets, ...secrets },
      });
    });

    describeLookUps(scene);
    describeChanges(scene);
    describeRegistrationFindings(scene);
    describeOwing(scene);
    describeErasure(scene);
  });
}
