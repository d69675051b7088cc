// Who owes something, and how it is taken off.
import assert from 'node:assert/strict';
import type { OwedPush } from '../../../src/domain/session/session.ts';
import { owe, owedOf } from '../../../src/domain/session/owed.ts';
import type { Scene } from './scene.ts';
import { nobody } from './scene.ts';

export function describeOwing(scene: Scene): void {
  const { services, sessions } = scene;
  const until = new Date('2026-05-01T12:00:00.123Z');

  async function owing(deviceId: string, count: number) {
    const { session } = await scene.register(deviceId);
    const { sessionId } = session;
    const owed = Array.from({ length: count }, () =>
      owe('force_logout', sessionId, until, services),
    );
    await scene.change(sessionId, { secrets: { ...owedOf(owed), owedNotBefore: services.now() } });
    return { sessionId, owed };
  }

  async function settle(
    sessionId: string,
    settled: readonly OwedPush[],
    more: { isLast?: boolean; dropsPushToken?: boolean } = {},
  ) {
    const { isLast = false, dropsPushToken = false } = more;
    await sessions.settleOwed([{ sessionId, settled, isLast, dropsPushToken }]);
    return (await scene.recordOf(sessionId)).secrets;
  }

  it('finds the user’s sessions that owe something', async () => {
    const one = await owing('device-01', 1);
    await owing('device-02', 0);
    for (const stranger of scene.strangers) await scene.register('device-03', {}, stranger);
    assert.deepEqual(await sessions.findOwingOf(scene.owner), [one.sessionId]);
  });

  it('finds sessions of anybody that owe something, from an id on', async () => {
    const one = await owing('device-01', 1);
    const two = await owing('device-02', 2);
    const none = await owing('device-03', 0);
    const [first = '', second = ''] = [one.sessionId, two.sessionId].sort();
    const found = await sessions.findOwing(first, 100_000);
    assert.deepEqual(found, found.toSorted());
    assert.equal(found[0], first);
    assert.ok(found.includes(second));
    assert.ok(!found.includes(none.sessionId));
    assert.deepEqual(await sessions.findOwing(second, 1), [second]);
  });

  it('takes off what is settled, and whatever else has been owed since stays', async () => {
    const { sessionId, owed } = await owing('device-01', 2);
    const secrets = await settle(sessionId, owed.slice(0, 1));
    assert.deepEqual(secrets.owed, owed.slice(1));
    assert.equal(secrets.isOwed, true);
    assert.equal(secrets.owedNotBefore, null, 'what is left may be sent at once');
    assert.notEqual(secrets.pushToken, null);
  });

  it('takes off the last, and the push token with it where that waited for it', async () => {
    const { sessionId, owed } = await owing('device-01', 2);
    const secrets = await settle(sessionId, owed, { isLast: true, dropsPushToken: true });
    const { isOwed, owedNotBefore, pushToken } = secrets;
    assert.deepEqual([secrets.owed, isOwed, owedNotBefore, pushToken], [[], false, null, null]);
  });

  it('takes off of several sessions in one write, whole or not at all', async () => {
    const { sessionId, owed } = await owing('device-01', 1);
    const done = { settled: owed, isLast: true, dropsPushToken: true };
    await assert.rejects(
      sessions.settleOwed([
        { sessionId, ...done },
        { sessionId: nobody, ...done },
      ]),
    );
    assert.deepEqual((await scene.recordOf(sessionId)).secrets.owed, owed);
  });
}
