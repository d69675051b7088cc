// A change is whole or not at all, on what nobody else changes meanwhile.
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { unchanged } from '../../../src/domain/session/plan.ts';
import { again } from '../../doubles/device.ts';
import type { Scene } from './scene.ts';
import { idsOf, nobody, recordIdsOf } from './scene.ts';

export function describeChanges(scene: Scene): void {
  const { sessions } = scene;

  it('changes nothing when the decision throws', async () => {
    const { session } = await scene.register('device-01');
    const before = await scene.recordOf(session.sessionId);
    await assert.rejects(
      sessions.changeRecords([session.sessionId], () => {
        throw new Error('refused');
      }),
      /refused/,
    );
    await assert.rejects(
      sessions.changeRecord(session.sessionId, async () => {
        await turn();
        throw new Error('refused later');
      }),
      /refused later/,
    );
    assert.deepEqual(await scene.recordOf(session.sessionId), before);
  });

  it('applies a plan whole or not at all, its events too', async () => {
    const { session } = await scene.register('device-01');
    const { sessionId } = session;
    const before = await scene.recordOf(sessionId);
    const [event] = await sessions.findSecurityEvents(scene.owner, 10, null);
    await assert.rejects(
      sessions.changeRecords([sessionId], () => ({
        result: undefined,
        changes: [
          { sessionId, session: { deviceName: 'changed' } },
          { sessionId: nobody, session: { deviceName: 'nobody' } },
        ],
        events: [{ ...event!, eventId: scene.services.newId() }],
      })),
    );
    assert.deepEqual(await scene.recordOf(sessionId), before);
    assert.deepEqual(await sessions.findSecurityEvents(scene.owner, 10, null), [event]);
  });

  it('waits for a decision that waits for something', async () => {
    const { session } = await scene.register('device-01');
    const { sessionId } = session;
    const result = await sessions.changeRecord(sessionId, async (record) => {
      await turn();
      return {
        result: record?.session.deviceName,
        changes: [{ sessionId, session: { deviceName: 'waited' } }],
      };
    });
    assert.equal(result, 'Phone device-01');
    assert.equal((await scene.recordOf(sessionId)).session.deviceName, 'waited');
  });

  it('lets changes of one record at once each see the other’s', async () => {
    const { session } = await scene.register('device-01');
    const { sessionId } = session;
    await Promise.all(
      Array.from({ length: 10 }, () =>
        sessions.changeRecords([sessionId], ([record]) => ({
          result: undefined,
          changes: [{ sessionId, session: { deviceName: `${record?.session.deviceName}+` } }],
        })),
      ),
    );
    const { deviceName } = (await scene.recordOf(sessionId)).session;
    assert.equal(deviceName, `Phone device-01${'+'.repeat(10)}`);
  });

  it('gives the records of these ids, in whatever state, without those that are not', async () => {
    const one = await scene.register('device-01');
    const two = await scene.register('device-01', again(one));
    const ids = [one.session.sessionId, two.session.sessionId];
    const found = await sessions.changeRecords([...ids, nobody], (records) =>
      unchanged(recordIdsOf(records)),
    );
    assert.deepEqual(found, ids.sort());
  });

  it('tells an update who else holds the push token that it brings', async () => {
    const pushToken = { kind: 'token' as const, value: `push-${scene.owner.userId}` };
    const own = await scene.register('device-01');
    const ofUser = await scene.register('device-02', { pushToken });
    const onDevice = await scene.register(
      'device-01',
      { ...again(own), pushToken },
      scene.strangers[0],
    );
    await scene.register('device-03', { pushToken }, scene.strangers[1]);
    const holders = async (sessionId: string, value: string | null) =>
      await sessions.changeForUpdate(sessionId, value, (state) => unchanged(idsOf(state.holders)));
    const { sessionId } = own.session;
    assert.deepEqual(
      await holders(sessionId, pushToken.value),
      idsOf([ofUser.session, onDevice.session]),
    );
    assert.deepEqual(await holders(ofUser.session.sessionId, pushToken.value), []);
    assert.deepEqual(await holders(sessionId, null), []);
    assert.deepEqual(await holders(nobody, pushToken.value), []);
  });
}
