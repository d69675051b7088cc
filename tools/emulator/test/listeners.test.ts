// Snapshot listeners: the same on both engines.
import assert from 'node:assert/strict';
import type {
  DocumentReference,
  DocumentSnapshot,
  Query,
  QuerySnapshot,
} from 'firebase-admin/firestore';
import { eventually, onEachEngine } from './engines.ts';

/** Collects what a listener is told, as plain values; `next` waits for the one after those already taken. */
function listen<Snapshot>(
  subscribe: (onNext: (snapshot: Snapshot) => void, onError: (error: Error) => void) => () => void,
  plain: (snapshot: Snapshot) => unknown,
): { next(): Promise<unknown>; stop(): void } {
  const told: unknown[] = [];
  let taken = 0;
  let failure: Error | undefined;
  const stop = subscribe(
    (snapshot) => told.push(plain(snapshot)),
    (error) => (failure = error),
  );
  return {
    async next() {
      await eventually(() => {
        if (failure) throw failure;
        return told.length > taken ? true : undefined;
      });
      return told[taken++];
    },
    stop,
  };
}

const listenToDocument = (document: DocumentReference) =>
  listen<DocumentSnapshot>(
    (onNext, onError) => document.onSnapshot(onNext, onError),
    (snapshot) => snapshot.data() ?? null,
  );

const listenToQuery = (query: Query) =>
  listen<QuerySnapshot>(
    (onNext, onError) => query.onSnapshot(onNext, onError),
    (snapshot) => snapshot.docChanges().map(({ type, doc }) => `${type} ${doc.id}`),
  );

onEachEngine('listeners', (open) => {
  it('of a document are told of what it is and of every change', async () => {
    const document = open().doc('heard/one');
    const heard = listenToDocument(document);
    assert.equal(await heard.next(), null);
    await document.set({ n: 1 });
    assert.deepEqual(await heard.next(), { n: 1 });
    await document.update({ n: 2 });
    assert.deepEqual(await heard.next(), { n: 2 });
    await document.delete();
    assert.equal(await heard.next(), null);
    heard.stop();
  });

  it('of a document that exists are told of it while others are written', async () => {
    const document = open().doc('heard/busy');
    await document.set({ n: 1 });
    let writing = true;
    const noise = (async () => {
      for (let n = 0; writing; n += 1) await open().doc('noise/x').set({ n });
    })();
    const heard = Array.from({ length: 5 }, () => listenToDocument(document));
    for (const { next } of heard) assert.deepEqual(await next(), { n: 1 });
    await document.update({ n: 2 });
    for (const { next } of heard) assert.deepEqual(await next(), { n: 2 });
    writing = false;
    await noise;
    for (const { stop } of heard) stop();
  });

  it('of a query are told of documents that come, change and go', async () => {
    const collection = open().collection('found');
    await collection.doc('a').set({ open: true });
    const heard = listenToQuery(collection.where('open', '==', true));
    assert.deepEqual(await heard.next(), ['added a']);
    await collection.doc('b').set({ open: true });
    assert.deepEqual(await heard.next(), ['added b']);
    await collection.doc('c').set({ open: false });
    await collection.doc('a').set({ open: true, n: 1 });
    assert.deepEqual(await heard.next(), ['modified a']);
    await collection.doc('b').update({ open: false });
    assert.deepEqual(await heard.next(), ['removed b']);
    await collection.doc('a').delete();
    assert.deepEqual(await heard.next(), ['removed a']);
    heard.stop();
  });

  it('of a limited query are told of the document that moves up', async () => {
    const collection = open().collection('ranked');
    await Promise.all([1, 2, 3].map((n) => collection.doc(String(n)).set({ n })));
    const heard = listenToQuery(collection.orderBy('n').limit(2));
    assert.deepEqual(await heard.next(), ['added 1', 'added 2']);
    await collection.doc('1').delete();
    assert.deepEqual(await heard.next(), ['removed 1', 'added 3']);
    heard.stop();
  });

  it('are told of a batch as one change', async () => {
    const collection = open().collection('batched');
    const heard = listenToQuery(collection);
    assert.deepEqual(await heard.next(), []);
    const batch = open().batch();
    for (const id of ['a', 'b', 'c']) batch.set(collection.doc(id), { id });
    await batch.commit();
    assert.deepEqual(await heard.next(), ['added a', 'added b', 'added c']);
    heard.stop();
  });
});
