// Queries: the same on both engines.
import assert from 'node:assert/strict';
import {
  AggregateField,
  FieldPath,
  Filter,
  type Firestore,
  type Query,
} from 'firebase-admin/firestore';
import { onEachEngine } from './engines.ts';

const invalidArgument = { code: 3 };

const cities = {
  amsterdam: { country: 'NL', size: 9, tags: ['canal', 'bike'], mayor: null },
  berlin: { country: 'DE', size: 38, tags: ['wall'], mayor: 'Kai' },
  bonn: { country: 'DE', size: 3, tags: [], mayor: 'Katja' },
  utrecht: { country: 'NL', size: 4, tags: ['canal'] },
  zurich: { country: 'CH', size: 4, tags: ['lake', 'bike'], mayor: NaN },
};

async function ids(query: Query): Promise<string[]> {
  return (await query.get()).docs.map((snapshot) => snapshot.id);
}

onEachEngine('queries', (open) => {
  const all = () => open().collection('cities');

  before(async () => {
    const batch = open().batch();
    for (const [id, city] of Object.entries(cities)) batch.set(all().doc(id), city);
    batch.set(all().doc('berlin').collection('cities').doc('mitte'), { country: 'DE', size: 1 });
    await batch.commit();
  });

  it('sort by id where no order is given', async () => {
    assert.deepEqual(await ids(all()), Object.keys(cities));
  });

  const filters: [string, (query: Query) => Query, string[]][] = [
    ['==', (q) => q.where('country', '==', 'DE'), ['berlin', 'bonn']],
    ['!=', (q) => q.where('country', '!=', 'DE'), ['zurich', 'amsterdam', 'utrecht']],
    ['<', (q) => q.where('size', '<', 9), ['bonn', 'utrecht', 'zurich']],
    ['>=', (q) => q.where('size', '>=', 9), ['amsterdam', 'berlin']],
    ['in', (q) => q.where('country', 'in', ['CH', 'NL']), ['amsterdam', 'utrecht', 'zurich']],
    ['not-in', (q) => q.where('country', 'not-in', ['CH', 'NL']), ['berlin', 'bonn']],
    ['array-contains', (q) => q.where('tags', 'array-contains', 'bike'), ['amsterdam', 'zurich']],
    [
      'array-contains-any',
      (q) => q.where('tags', 'array-contains-any', ['wall', 'lake']),
      ['berlin', 'zurich'],
    ],
    ['== null', (q) => q.where('mayor', '==', null), ['amsterdam']],
    ['== NaN', (q) => q.where('mayor', '==', NaN), ['zurich']],
    ['!= null', (q) => q.where('mayor', '!=', null), ['zurich', 'berlin', 'bonn']],
    ['two fields', (q) => q.where('country', '==', 'NL').where('size', '>', 4), ['amsterdam']],
    [
      'or',
      (q) => q.where(Filter.or(Filter.where('country', '==', 'CH'), Filter.where('size', '>', 30))),
      ['zurich', 'berlin'],
    ],
    [
      'and in or',
      (q) =>
        q.where(
          Filter.or(
            Filter.and(Filter.where('country', '==', 'NL'), Filter.where('size', '==', 4)),
            Filter.where('country', '==', 'CH'),
          ),
        ),
      ['utrecht', 'zurich'],
    ],
    [
      'an inequality on a field that some lack',
      (q) => q.where('mayor', '!=', 'Kai'),
      ['zurich', 'bonn'],
    ],
    [
      'many values',
      (q) =>
        q.where(
          'size',
          'in',
          Array.from({ length: 30 }, (_, n) => n + 8),
        ),
      ['amsterdam'],
    ],
    [
      'two in',
      (q) => q.where('size', 'in', [4, 9]).where('country', 'in', ['NL']),
      ['amsterdam', 'utrecht'],
    ],
    ['the id', (q) => q.where(FieldPath.documentId(), '>', 'bonn'), ['utrecht', 'zurich']],
  ];
  for (const [name, refine, expected] of filters) {
    it(`filter by ${name}`, async () => {
      assert.deepEqual(await ids(refine(all())), expected);
    });
  }

  it('sort by several fields, then by id in the last direction', async () => {
    const query = all().orderBy('country', 'desc').orderBy('size');
    assert.deepEqual(await ids(query), ['utrecht', 'amsterdam', 'bonn', 'berlin', 'zurich']);
    const descending = all().orderBy('size', 'desc');
    assert.deepEqual(await ids(descending), ['berlin', 'amsterdam', 'zurich', 'utrecht', 'bonn']);
  });

  it('sort values of all types, leaving out documents without the field', async () => {
    assert.deepEqual(await ids(all().orderBy('mayor')), ['amsterdam', 'zurich', 'berlin', 'bonn']);
  });

  it('compare one field and sort by another', async () => {
    const query = all().where('size', '>', 3).orderBy('country').orderBy('size');
    assert.deepEqual(await ids(query), ['zurich', 'berlin', 'utrecht', 'amsterdam']);
  });

  it('sort by what they compare where no order is given, for several fields too', async () => {
    const query = all().where('size', '>', 3).where('country', '>', 'CH');
    assert.deepEqual(await ids(query), ['berlin', 'utrecht', 'amsterdam']);
  });

  it('refuse more than thirty values', async () => {
    const values = Array.from({ length: 31 }, (_, n) => n);
    await assert.rejects(all().where('size', 'in', values).get(), invalidArgument);
  });

  it('give as many as the limit, from the offset, or the last ones', async () => {
    assert.deepEqual(await ids(all().limit(2)), ['amsterdam', 'berlin']);
    assert.deepEqual(await ids(all().offset(3).limit(5)), ['utrecht', 'zurich']);
    assert.deepEqual(await ids(all().orderBy('size').limitToLast(2)), ['amsterdam', 'berlin']);
  });

  it('begin and end at cursors by value', async () => {
    const sorted = all().orderBy('size');
    assert.deepEqual(await ids(sorted.startAt(4)), ['utrecht', 'zurich', 'amsterdam', 'berlin']);
    assert.deepEqual(await ids(sorted.startAfter(4)), ['amsterdam', 'berlin']);
    assert.deepEqual(await ids(sorted.endAt(4)), ['bonn', 'utrecht', 'zurich']);
    assert.deepEqual(await ids(sorted.endBefore(4)), ['bonn']);
  });

  it('go on after a document, where sort values are equal too', async () => {
    const sorted = all().orderBy('size').limit(2);
    const first = await sorted.get();
    assert.deepEqual(await ids(sorted.startAfter(first.docs[1]!)), ['zurich', 'amsterdam']);
    const backwards = all().orderBy('size', 'desc').orderBy(FieldPath.documentId(), 'desc');
    assert.deepEqual(await ids(backwards.startAfter(first.docs[1]!)), ['bonn']);
  });

  it('select fields, or none', async () => {
    const [selected] = (await all().where('size', '==', 38).select('country').get()).docs;
    assert.deepEqual(selected!.data(), { country: 'DE' });
    const [bare] = (await all().where('size', '==', 38).select().get()).docs;
    assert.deepEqual([bare!.id, bare!.data()], ['berlin', {}]);
  });

  it('search a collection group at every depth', async () => {
    const group = open().collectionGroup('cities').where('country', '==', 'DE');
    assert.deepEqual(await ids(group), ['berlin', 'mitte', 'bonn']);
  });

  it('count, sum and average', async () => {
    const aggregate = await all()
      .where('country', '==', 'NL')
      .aggregate({
        count: AggregateField.count(),
        sum: AggregateField.sum('size'),
        average: AggregateField.average('size'),
      })
      .get();
    assert.deepEqual(aggregate.data(), { count: 2, sum: 13, average: 6.5 });
    const none = await all().where('size', '>', 99).count().get();
    assert.equal(none.data().count, 0);
    assert.equal((await all().limit(3).count().get()).data().count, 3);
  });

  it('by equality find what writes have changed since the last time', async () => {
    const cars = open().collection('cars');
    const red = cars.where('color', '==', 'red').where('sold', '==', false);
    await cars.doc('a').set({ color: 'red', sold: false });
    await cars.doc('b').set({ color: 'blue', sold: false });
    assert.deepEqual(await ids(red), ['a']);
    await cars.doc('b').update({ color: 'red' });
    await cars.doc('c').set({ color: 'red', sold: false, wheels: 4 });
    assert.deepEqual(await ids(red), ['a', 'b', 'c']);
    await cars.doc('a').update({ sold: true });
    await cars.doc('b').delete();
    assert.deepEqual(await ids(red), ['c']);
    assert.deepEqual(await ids(cars.where('wheels', '==', 4)), ['c']);
    assert.deepEqual(await ids(cars.where('color', '==', 'green')), []);
  });

  it('find nothing in an unknown collection', async () => {
    assert.equal((await open().collection('nowhere').get()).empty, true);
  });

  it('are streamed one by one', async () => {
    const seen: string[] = [];
    for await (const snapshot of all().stream()) {
      seen.push((snapshot as unknown as { id: string }).id);
    }
    assert.deepEqual(seen, Object.keys(cities));
  });

  it('refuse an inequality together with not-in on one field', async () => {
    const query = all().where('country', 'not-in', ['NL']).where('country', '!=', 'DE');
    await assert.rejects(query.get(), invalidArgument);
  });
});

interface RawClient {
  listDocuments(
    request: object,
    options: object,
  ): Promise<[{ name: string; fields: object }[], unknown, { nextPageToken: string }]>;
}

interface PrivateFirestore {
  formattedName: string;
  _clientPool: { run<T>(tag: string, requiresGrpc: boolean, run: (client: RawClient) => T): T };
}

/** The protocol's own ListDocuments: the Admin SDK always asks for everything in one page. */
function listPage(db: Firestore, pageToken: string): ReturnType<RawClient['listDocuments']> {
  const { formattedName, _clientPool: pool } = db as unknown as PrivateFirestore;
  const request = {
    parent: `${formattedName}/documents`,
    collectionId: 'list',
    pageSize: 20,
    pageToken,
    mask: { fieldPaths: ['n'] },
  };
  const options = {
    autoPaginate: false,
    otherArgs: { headers: { Authorization: 'Bearer owner' } },
  };
  return pool.run('test', true, (client) => client.listDocuments(request, options));
}

onEachEngine('collections', (open) => {
  before(async () => {
    const db = open();
    const writer = db.bulkWriter();
    for (let n = 0; n < 50; n += 1)
      void writer.set(db.doc(`list/${String(n).padStart(3, '0')}`), { n, more: true });
    void writer.set(db.doc('list/missing/below/x'), { n: 1 });
    void writer.set(db.doc('other/a'), { n: 1 });
    await writer.close();
  });

  it('are listed at the root and below a document, which need not exist', async () => {
    const root = (await open().listCollections()).map(({ id }) => id);
    assert.deepEqual(root.sort(), ['list', 'other']);
    const below = (await open().doc('list/missing').listCollections()).map(({ id }) => id);
    assert.deepEqual(below, ['below']);
    assert.deepEqual(await open().doc('other/a').listCollections(), []);
  });

  it('list their documents, missing ones with collections below included', async () => {
    const listed = (await open().collection('list').listDocuments()).map(({ id }) => id);
    assert.equal(listed.length, 51);
    assert.deepEqual([listed[0], listed[49], listed[50]], ['000', '049', 'missing']);
  });

  it('list their documents page by page, with the fields asked for', async () => {
    const pages: number[] = [];
    let pageToken = '';
    do {
      const [documents, , response] = await listPage(open(), pageToken);
      pages.push(documents.length);
      assert.deepEqual(Object.keys(documents[0]!.fields), ['n']);
      pageToken = response.nextPageToken;
    } while (pageToken);
    assert.deepEqual(pages, [20, 20, 10]);
  });

  it('are deleted with all that is below', async () => {
    const db = open();
    await db.recursiveDelete(db.collection('list'));
    assert.deepEqual(await db.collection('list').listDocuments(), []);
    assert.equal((await db.doc('list/missing/below/x').get()).exists, false);
    assert.equal((await db.doc('other/a').get()).exists, true);
  });
});
