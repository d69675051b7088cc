// What the store relies on: an account is committed with its views and events, or nothing is. The same on both engines.
import assert from 'node:assert/strict';
import type { Timestamp } from 'firebase-admin/firestore';
import { FieldValue } from 'firebase-admin/firestore';
import { onEachEngine } from './engines.ts';

const alreadyExists = { code: 6 };
const failedPrecondition = { code: 9 };
/** NOT_FOUND or FAILED_PRECONDITION: the store takes each for "somebody else was faster". */
const gone = ({ code }: { code?: unknown }) => code === 5 || code === 9;

onEachEngine('a commit under a precondition', (open) => {
  /** The account's new `n` with a view set, another one deleted, and an event. */
  async function commit(id: string, n: number, version: Timestamp | null): Promise<Timestamp> {
    const db = open();
    const batch = db.batch();
    const account = db.doc(`accounts/${id}`);
    if (version === null) batch.create(account, { n });
    else batch.update(account, { n }, { lastUpdateTime: version });
    batch.set(db.doc(`views/${id}-new`), { n });
    batch.delete(db.doc(`views/${id}-old`));
    batch.set(db.doc(`events/${id}-${n}`), { n });
    const [written] = await batch.commit();
    return written!.writeTime;
  }

  async function allOf(id: string, n: number) {
    const paths = [`accounts/${id}`, `views/${id}-new`, `views/${id}-old`, `events/${id}-${n}`];
    const found = await open().getAll(...paths.map((path) => open().doc(path)));
    return found.map((snapshot) => snapshot.data() ?? null);
  }

  const old = (id: string) => open().doc(`views/${id}-old`).set({ n: 0 });

  it('writes the account, its views and its events where it holds', async () => {
    await old('held');
    const version = await commit('held', 1, null);
    assert.deepEqual(await allOf('held', 1), [{ n: 1 }, { n: 1 }, null, { n: 1 }]);
    await commit('held', 2, version);
    assert.deepEqual(await allOf('held', 2), [{ n: 2 }, { n: 2 }, null, { n: 2 }]);
  });

  it('writes none of them where the account is there already', async () => {
    await old('there');
    await open().doc('accounts/there').set({ n: 7 });
    await assert.rejects(commit('there', 1, null), alreadyExists);
    assert.deepEqual(await allOf('there', 1), [{ n: 7 }, null, { n: 0 }, null]);
  });

  it('writes none of them where the account has been changed since', async () => {
    await old('changed');
    const { writeTime } = await open().doc('accounts/changed').set({ n: 7 });
    await open().doc('accounts/changed').update({ n: 8 });
    await assert.rejects(commit('changed', 1, writeTime), failedPrecondition);
    assert.deepEqual(await allOf('changed', 1), [{ n: 8 }, null, { n: 0 }, null]);
  });

  it('writes none of them where the account has been deleted since', async () => {
    await old('deleted');
    const { writeTime } = await open().doc('accounts/deleted').set({ n: 7 });
    await open().doc('accounts/deleted').delete();
    await assert.rejects(commit('deleted', 1, writeTime), gone);
    assert.deepEqual(await allOf('deleted', 1), [null, null, { n: 0 }, null]);
  });

  it('writes none of them where the account has been made anew since', async () => {
    await old('anew');
    const { writeTime } = await open().doc('accounts/anew').set({ n: 7 });
    await open().doc('accounts/anew').delete();
    await open().doc('accounts/anew').set({ n: 7 });
    await assert.rejects(commit('anew', 1, writeTime), failedPrecondition);
    assert.deepEqual(await allOf('anew', 1), [{ n: 7 }, null, { n: 0 }, null]);
  });

  it('holds again under the time that a commit has returned', async () => {
    let version: Timestamp | null = null;
    for (let n = 1; n <= 5; n += 1) version = await commit('chain', n, version);
    const account = await open().doc('accounts/chain').get();
    assert.deepEqual([account.data(), account.updateTime], [{ n: 5 }, version]);
  });

  it('lets one of ten at once through, and none of the others', async () => {
    const version = await commit('race', 100, null);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => commit('race', n, version)),
    );
    const won = results.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
    assert.equal(won.length, 1);
    for (let n = 0; n < 10; n += 1) {
      const event = (await allOf('race', n)).at(-1);
      assert.deepEqual(event, n === won[0] ? { n } : null);
    }
  });

  it('replaces the account by an update of every field, with those that go deleted', async () => {
    const account = open().doc('accounts/whole');
    const { writeTime } = await account.set({ kept: { a: { b: 1 }, c: 2 }, gone: 1, list: [1, 2] });
    await account.update(
      {
        ...{ kept: { a: {} }, list: [], fresh: null },
        ...{ gone: FieldValue.delete(), never: FieldValue.delete() },
      },
      { lastUpdateTime: writeTime },
    );
    assert.deepEqual((await account.get()).data(), { kept: { a: {} }, list: [], fresh: null });
  });

  it('is not what `set` takes: it writes over any version', async () => {
    const account = open().doc('accounts/set');
    const { writeTime } = await account.set({ n: 1 });
    await account.update({ n: 2 });
    await account.set({ n: 3 }, { lastUpdateTime: writeTime } as never);
    assert.deepEqual((await account.get()).data(), { n: 3 });
  });
});
