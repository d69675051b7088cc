// Personal data past its time, and all that is kept of a user.
import assert from 'node:assert/strict';
import type { Owner } from '../../../src/domain/session/session.ts';
import type { Scene } from './scene.ts';

export function describeErasure(scene: Scene): void {
  const { services, sessions } = scene;

  it('finds whose address is past its time on a day', async () => {
    const ids: string[] = [];
    for (const eraseOn of ['1999-01-01', '1999-01-02', null]) {
      const { session } = await scene.register('device-01');
      ids.push(session.sessionId);
      await scene.change(session.sessionId, { secrets: { eraseOn } });
    }
    const found = async (day: string) =>
      (await sessions.findErasable(day, 1000)).filter((id) => ids.includes(id));
    assert.deepEqual(await found('1998-12-31'), []);
    assert.deepEqual(await found('1999-01-01'), ids.slice(0, 1));
    assert.deepEqual((await found('1999-01-02')).sort(), ids.slice(0, 2).sort());
    assert.equal((await sessions.findErasable('1999-01-02', 1)).length, 1);
    for (const sessionId of ids) await scene.change(sessionId, { secrets: { eraseOn: null } });
  });

  it('gives back what is remembered of an account, for that user alone, erased or not', async () => {
    const { owner, strangers } = scene;
    const createdAt = services.now();
    const until = new Date(createdAt.getTime() + 4_200_000);
    const value = {
      ...{ createdAt, wasAhead: false, customTokenUntil: until, goneBefore: null },
      ...{ erasedAt: createdAt, deleteAt: until },
    };
    const before = await sessions.changeFirebaseAccount(owner, (known) => ({
      result: known,
      changes: [],
      firebaseAccount: { owner, value },
    }));
    assert.equal(before, null);
    await sessions.eraseUser(owner, null);
    assert.deepEqual(await sessions.findFirebaseAccount(owner), value);
    assert.deepEqual(
      await sessions.changeFirebaseAccount(owner, (known) => ({ result: known, changes: [] })),
      value,
    );
    for (const stranger of strangers) {
      assert.equal(await sessions.findFirebaseAccount(stranger), null);
    }
  });

  const kept = async (owner: Owner) => [
    (await sessions.findOpenSessions(owner)).length,
    (await sessions.findRecentSecrets(owner, 20)).length,
    (await sessions.findSecurityEvents(owner, 20, null)).length,
  ];

  it('erases all that is kept of a user, and nothing of others', async () => {
    await scene.register('device-01');
    await scene.register('device-02');
    for (const stranger of scene.strangers) await scene.register('device-03', {}, stranger);
    await sessions.eraseUser(scene.owner, null);
    assert.deepEqual(await kept(scene.owner), [0, 0, 0]);
    for (const stranger of scene.strangers) assert.deepEqual(await kept(stranger), [1, 1, 1]);
    await sessions.eraseUser(scene.owner, null);
  });

  it('erases only what is older than a time, where one is given', async () => {
    await scene.register('device-01');
    services.pass({ seconds: 1 });
    const olderThan = services.now();
    const newer = await scene.register('device-02');
    await sessions.eraseUser(scene.owner, olderThan);
    assert.deepEqual(await kept(scene.owner), [1, 1, 1]);
    assert.ok(await sessions.findRecord(newer.session.sessionId));
  });
}
