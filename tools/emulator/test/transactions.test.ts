// Transactions under contention: the same outcome on both engines, whoever has to wait or to try again.
import assert from 'node:assert/strict';
import { FieldValue, type Transaction } from 'firebase-admin/firestore';
import { onEachEngine } from './engines.ts';

onEachEngine('transactions', (open) => {
  const increment = (id: string) => async (transaction: Transaction) => {
    const document = open().doc(`counters/${id}`);
    const { n = 0 } = (await transaction.get(document)).data() ?? {};
    transaction.set(document, { n: n + 1 });
  };
  const count = async (id: string) => (await open().doc(`counters/${id}`).get()).data()?.['n'];

  it('lose no update when several count at once', async () => {
    const work = Array.from({ length: 8 }, () => open().runTransaction(increment('shared')));
    await Promise.all(work);
    assert.equal(await count('shared'), 8);
  });

  it('apply nothing when they throw', async () => {
    const failing = open().runTransaction(async (transaction) => {
      await increment('failed')(transaction);
      throw new Error('no');
    });
    await assert.rejects(failing, { message: 'no' });
    assert.equal(await count('failed'), undefined);
  });

  it('apply all writes or none, and end with the error of the write', async () => {
    const failing = open().runTransaction(async (transaction) => {
      await increment('all')(transaction);
      transaction.update(open().doc('counters/missing'), { n: 1 });
    });
    await assert.rejects(failing, { code: 5 });
    assert.equal(await count('all'), undefined);
    await open().runTransaction(increment('all'));
    assert.equal(await count('all'), 1);
  });

  it('keep others from writing what they have read', async () => {
    const document = open().doc('counters/read');
    await document.set({ n: 1 });
    let outside: Promise<unknown> | undefined;
    const seen: number[] = [];
    await open().runTransaction(async (transaction) => {
      seen.push((await transaction.get(document)).data()!['n']);
      outside ??= document.update({ n: 10 });
      seen.push((await transaction.get(document)).data()!['n']);
      transaction.set(open().doc('counters/copy'), { n: seen.at(-1) });
    });
    await outside;
    assert.deepEqual(seen, [1, 1]);
    assert.equal(await count('copy'), 1);
    assert.equal(await count('read'), 10);
  });

  it('keep others from adding what their query would have found', async () => {
    const devices = open().collection('devices');
    const registerOnce = async (id: string): Promise<void> =>
      open().runTransaction(async (transaction) => {
        const found = await transaction.get(devices.where('owner', '==', 'ann'));
        if (found.empty) transaction.create(devices.doc(id), { owner: 'ann' });
      });
    await Promise.all(['a', 'b', 'c'].map(registerOnce));
    assert.equal((await devices.get()).size, 1);
  });

  it('that wait for each other both come to an end', async () => {
    const [left, right] = ['left', 'right'].map((id) => open().doc(`counters/${id}`));
    const both = async (first = left!, second = right!): Promise<void> =>
      open().runTransaction(async (transaction) => {
        await transaction.get(first);
        await new Promise((resolve) => setTimeout(resolve, 50));
        await transaction.get(second);
        transaction.set(first, { n: FieldValue.increment(1) }, { merge: true });
        transaction.set(second, { n: FieldValue.increment(1) }, { merge: true });
      });
    await Promise.all([both(left, right), both(right, left)]);
    assert.deepEqual([await count('left'), await count('right')], [2, 2]);
  });

  it('read several documents at once', async () => {
    const db = open();
    await db.doc('counters/x').set({ n: 1 });
    const found = await db.runTransaction(async (transaction) => {
      const many = await transaction.getAll(db.doc('counters/x'), db.doc('counters/none'));
      const total = await transaction.get(db.collection('counters').where('n', '==', 1).count());
      return [...many.map((snapshot) => snapshot.exists), total.data().count > 0];
    });
    assert.deepEqual(found, [true, false, true]);
  });

  it('that only read see one moment, and hold nobody up', async () => {
    const db = open();
    const [one, two] = ['1', '2'].map((id) => db.doc(`moment/${id}`));
    await Promise.all([one!.set({ n: 1 }), two!.set({ n: 1 })]);
    const seen = await db.runTransaction(
      async (transaction) => {
        const before = (await transaction.get(one!)).data()!['n'];
        await Promise.all([one!.set({ n: 2 }), two!.set({ n: 2 })]);
        const after = (await transaction.get(two!)).data()!['n'];
        const found = await transaction.get(db.collection('moment').where('n', '==', 1));
        return [before, after, found.size];
      },
      { readOnly: true },
    );
    assert.deepEqual(seen, [1, 1, 2]);
    assert.equal((await one!.get()).data()!['n'], 2);
  });
});
