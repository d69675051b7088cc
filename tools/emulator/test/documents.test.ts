// Documents, writes and preconditions: the same on both engines.
import assert from 'node:assert/strict';
import { FieldValue, GeoPoint, Timestamp } from 'firebase-admin/firestore';
import { onEachEngine } from './engines.ts';

const notFound = { code: 5 };
const alreadyExists = { code: 6 };
const failedPrecondition = { code: 9 };
const invalidArgument = { code: 3 };

onEachEngine('documents', (open) => {
  it('keep every type of value', async () => {
    const document = open().doc('values/all');
    const data = {
      text: 'Grüße 👋',
      integer: 42,
      big: 2 ** 53 - 1,
      fraction: 1.5,
      notANumber: NaN,
      infinite: -Infinity,
      yes: true,
      nothing: null,
      at: new Timestamp(1_700_000_000, 123_456_000),
      place: new GeoPoint(55.75, 37.62),
      bytes: Buffer.from([0, 1, 254, 255]),
      reference: open().doc('values/other'),
      list: [1, 'two', { three: 3 }, null],
      map: { nested: { deep: [] }, empty: {} },
      'odd.key `x`': 1,
    };
    await document.set(data);
    const read = (await document.get()).data()!;
    assert.equal(read['reference'].path, 'values/other');
    assert.deepEqual({ ...read, reference: 0 }, { ...data, reference: 0 });
  });

  it('do not exist before they are written, nor after they are deleted', async () => {
    const document = open().doc('documents/brief');
    assert.equal((await document.get()).exists, false);
    await document.set({});
    assert.equal((await document.get()).exists, true);
    await document.delete();
    assert.equal((await document.get()).exists, false);
  });

  it('can not be created twice', async () => {
    const document = open().doc('documents/once');
    await document.create({ n: 1 });
    await assert.rejects(document.create({ n: 2 }), alreadyExists);
    assert.deepEqual((await document.get()).data(), { n: 1 });
  });

  it('can not be updated, nor deleted with exists, where they are missing', async () => {
    const document = open().doc('documents/missing');
    await assert.rejects(document.update({ n: 1 }), notFound);
    await assert.rejects(document.delete({ exists: true }), notFound);
    await document.delete();
  });

  it('are changed under a condition on the update time only while it holds', async () => {
    const document = open().doc('documents/conditional');
    const { writeTime } = await document.set({ n: 1 });
    await document.update({ n: 2 }, { lastUpdateTime: writeTime });
    await assert.rejects(
      document.update({ n: 3 }, { lastUpdateTime: writeTime }),
      failedPrecondition,
    );
    await assert.rejects(document.delete({ lastUpdateTime: writeTime }), failedPrecondition);
    assert.deepEqual((await document.get()).data(), { n: 2 });
  });

  it('get a later update time with each of many quick writes', async () => {
    const document = open().doc('documents/quick');
    const times: Timestamp[] = [];
    for (let n = 0; n < 20; n += 1) times.push((await document.set({ n })).writeTime);
    const values = times.map((time) => time.valueOf());
    assert.deepEqual(values, [...new Set(values)].sort());
  });

  it('keep their update time when a write changes nothing', async () => {
    const document = open().doc('documents/same');
    const first = await document.set({ n: 1, at: Timestamp.fromMillis(5) });
    const second = await document.set({ n: 1, at: Timestamp.fromMillis(5) });
    assert.deepEqual(second.writeTime, first.writeTime);
    assert.deepEqual((await document.get()).updateTime, first.writeTime);
  });

  it('keep the time of their creation until they are deleted', async () => {
    const document = open().doc('documents/created');
    const { writeTime } = await document.set({ n: 1 });
    await document.set({ n: 2 });
    assert.deepEqual((await document.get()).createTime, writeTime);
    await document.delete();
    await document.set({ n: 3 });
    assert.notDeepEqual((await document.get()).createTime, writeTime);
  });

  it('merge what is set with merge, and replace without', async () => {
    const document = open().doc('documents/merged');
    await document.set({ a: { b: 1, c: 2 }, d: [1] });
    await document.set({ a: { c: 3 }, d: [2] }, { merge: true });
    assert.deepEqual((await document.get()).data(), { a: { b: 1, c: 3 }, d: [2] });
    await document.set({ a: { c: 9 }, d: 9 }, { mergeFields: ['a.c'] });
    assert.deepEqual((await document.get()).data(), { a: { b: 1, c: 9 }, d: [2] });
    await document.set({ only: true });
    assert.deepEqual((await document.get()).data(), { only: true });
  });

  it('are created by a merge of nothing', async () => {
    const document = open().doc('documents/empty');
    await document.set({}, { merge: true });
    assert.deepEqual((await document.get()).data(), {});
  });

  it('take updates by field path, deletions included', async () => {
    const document = open().doc('documents/paths');
    await document.set({ a: { b: 1, c: 2 }, d: 1 });
    await document.update({
      'a.b': 5,
      'a.x.y': 6,
      d: FieldValue.delete(),
      none: FieldValue.delete(),
    });
    assert.deepEqual((await document.get()).data(), { a: { b: 5, c: 2, x: { y: 6 } } });
  });

  it('take transforms', async () => {
    const document = open().doc('documents/transformed');
    await document.set({ n: 1, list: [1, 2], kept: 'x' });
    await document.update({
      n: FieldValue.increment(2.5),
      fresh: FieldValue.increment(1),
      list: FieldValue.arrayUnion(2, 3),
      'map.at': FieldValue.serverTimestamp(),
    });
    await document.update({ list: FieldValue.arrayRemove(1) });
    const data = (await document.get()).data()!;
    const age = Date.now() - data['map'].at.toMillis();
    assert.ok(Math.abs(age) < 60_000, `the server's time is ${age} ms off`);
    const expected = { n: 3.5, fresh: 1, list: [2, 3], kept: 'x', map: 0 };
    assert.deepEqual({ ...data, map: 0 }, expected);
  });

  it('come back from getAll in the order asked for, with only the fields asked for', async () => {
    const db = open();
    await db.doc('many/1').set({ a: { b: 1, c: 2 }, d: 3 });
    await db.doc('many/2').set({ d: 4 });
    const references = ['2', 'none', '1'].map((id) => db.doc(`many/${id}`));
    const found = await db.getAll(...references, { fieldMask: ['a.b', 'd'] });
    assert.deepEqual(
      found.map((snapshot) => [snapshot.id, snapshot.exists, snapshot.data()]),
      [
        ['2', true, { d: 4 }],
        ['none', false, undefined],
        ['1', true, { a: { b: 1 }, d: 3 }],
      ],
    );
  });

  it('can not be larger than a megabyte', async () => {
    const text = 'x'.repeat(1_048_600);
    await assert.rejects(open().doc('documents/large').set({ text }), invalidArgument);
  });
});

onEachEngine('batches', (open) => {
  it('apply all writes or none', async () => {
    const db = open();
    const batch = db.batch();
    batch.set(db.doc('batch/1'), { n: 1 });
    batch.update(db.doc('batch/missing'), { n: 1 });
    await assert.rejects(batch.commit(), notFound);
    assert.equal((await db.doc('batch/1').get()).exists, false);
  });

  it('apply several writes to one document in order', async () => {
    const db = open();
    const document = db.doc('batch/ordered');
    const batch = db.batch();
    batch.create(document, { n: 1 });
    batch.update(document, { n: FieldValue.increment(1) });
    batch.set(document, { m: 1 }, { merge: true });
    await batch.commit();
    assert.deepEqual((await document.get()).data(), { n: 2, m: 1 });
  });

  it('give all their documents one update time', async () => {
    const db = open();
    const batch = db.batch();
    for (const id of ['a', 'b']) batch.set(db.doc(`batch/${id}`), { id });
    const [first, second] = await batch.commit();
    assert.deepEqual(first!.writeTime, second!.writeTime);
  });
});

onEachEngine('the bulk writer', (open) => {
  it('writes many documents and reports each failure by itself', async () => {
    const db = open();
    const writer = db.bulkWriter();
    const failures: unknown[] = [];
    writer.onWriteError((error) => {
      failures.push([error.documentRef.id, error.code]);
      return false;
    });
    await db.doc('bulk/7').set({ n: 'old' });
    const results: Promise<unknown>[] = [];
    for (let n = 0; n < 100; n += 1) {
      results.push(writer.create(db.doc(`bulk/${n}`), { n }).catch(() => undefined));
    }
    await writer.close();
    await Promise.all(results);
    assert.deepEqual(failures, [['7', alreadyExists.code]]);
    assert.equal((await db.collection('bulk').count().get()).data().count, 100);
  });
});
