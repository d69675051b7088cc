// What the emulator counts: calls exactly as clients make them, documents as Firestore bills them.
import assert from 'node:assert/strict';
import type { Firestore } from 'firebase-admin/firestore';
import { connect, uniqueProject } from './clients.ts';
import { eventually, startEmbedded, stopEngine } from './engines.ts';
import type { RunningEngine } from './engines.ts';

describe('statistics, embedded engine', () => {
  let engine: RunningEngine;
  let db: Firestore;

  const statistics = async (method = 'GET'): Promise<unknown> =>
    (await fetch(`http://${engine.address}/embedded/v1/stats`, { method })).json();

  before(async () => {
    engine = await startEmbedded();
    db = connect(engine.address, uniqueProject());
    for (const id of ['a', 'b', 'c']) await db.doc(`counted/${id}`).set({ id });
  });
  after(async () => {
    await db.terminate();
    await stopEngine(engine);
  });
  beforeEach(() => statistics('DELETE'));

  const cases: [string, () => Promise<unknown>, object][] = [
    ['nothing', async () => undefined, { reads: 0, writes: 0, deletes: 0, rpcs: {} }],
    [
      'a read, of a missing document too',
      () => db.getAll(db.doc('counted/a'), db.doc('counted/none')),
      { reads: 2, writes: 0, deletes: 0, rpcs: { BatchGetDocuments: 1 } },
    ],
    [
      'the documents that a query sends, not those that it looks at',
      () => db.collection('counted').limit(2).get(),
      { reads: 2, writes: 0, deletes: 0, rpcs: { RunQuery: 1 } },
    ],
    [
      'an empty query as one read',
      () => db.collection('counted').where('id', '==', 'x').get(),
      { reads: 1, writes: 0, deletes: 0, rpcs: { RunQuery: 1 } },
    ],
    [
      'a batch as one call, its deletes apart',
      () => db.batch().set(db.doc('counted/d'), {}).delete(db.doc('counted/d')).commit(),
      { reads: 0, writes: 1, deletes: 1, rpcs: { Commit: 1 } },
    ],
    [
      'a refused write as a call only',
      () =>
        db
          .doc('counted/a')
          .create({})
          .catch(() => undefined),
      { reads: 0, writes: 0, deletes: 0, rpcs: { Commit: 1 } },
    ],
    [
      'a transaction as its read and its commit',
      () =>
        db.runTransaction(async (transaction) => {
          await transaction.get(db.doc('counted/a'));
          transaction.set(db.doc('counted/a'), { id: 'a' });
        }),
      { reads: 1, writes: 1, deletes: 0, rpcs: { BatchGetDocuments: 1, Commit: 1 } },
    ],
    [
      'an aggregation as one read',
      () => db.collection('counted').count().get(),
      { reads: 1, writes: 0, deletes: 0, rpcs: { RunAggregationQuery: 1 } },
    ],
  ];
  for (const [name, act, expected] of cases) {
    it(`count ${name}`, async () => {
      await act();
      assert.deepEqual(await statistics(), expected);
    });
  }

  it('count a listener as one call, and each document that it is sent', async () => {
    let sizes: number[] = [];
    const stop = db.collection('heard').onSnapshot(({ size }) => sizes.push(size));
    await eventually(() => (sizes.at(-1) === 0 ? true : undefined));
    await db.doc('heard/a').set({ n: 1 });
    await eventually(() => (sizes.at(-1) === 1 ? true : undefined));
    stop();
    sizes = [];
    const expected = { reads: 1, writes: 1, deletes: 0, rpcs: { Listen: 1, Commit: 1 } };
    assert.deepEqual(await statistics(), expected);
  });

  it('do not count refused clients', async () => {
    const stranger = connect(engine.address, uniqueProject(), 'Bearer stranger');
    await assert.rejects(stranger.doc('a/b').set({}));
    await stranger.terminate();
    assert.deepEqual(await statistics(), { reads: 0, writes: 0, deletes: 0, rpcs: {} });
  });
});
