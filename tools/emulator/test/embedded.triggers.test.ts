// Trigger registration and delivery, with a small server in the place of the Functions emulator.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Timestamp, type Firestore } from 'firebase-admin/firestore';
import { connect, uniqueProject } from './clients.ts';
import { eventually, startEmbedded, stopEngine } from './engines.ts';
import type { RunningEngine } from './engines.ts';

interface Received {
  url: string;
  contentType: string;
  body: Record<string, never> & {
    document: string;
    type: string;
    data: { value?: WireLike; oldValue?: WireLike };
  };
}
interface WireLike {
  name: string;
  fields: Record<string, Record<string, unknown>>;
}

describe('triggers, embedded engine', () => {
  const project = uniqueProject();
  const received: Received[] = [];
  const held: (() => void)[] = [];
  let isHolding = false;
  let functions: Server;
  let engine: RunningEngine;
  let db: Firestore;

  const emulatorUrl = (path: string): string =>
    `http://${engine.address}/emulator/v1/projects/${project}/${path}`;

  const register = async (id: string, word: string, value: string): Promise<void> => {
    const body = {
      eventType: `google.cloud.firestore.document.v1.${word}`,
      database: '(default)',
      namespace: '(default)',
      document: { value, matchType: value.includes('{') ? 'PATH_PATTERN' : 'EXACT' },
    };
    const response = await fetch(emulatorUrl(`eventarcTrigger?eventarcTriggerId=${id}`), {
      method: 'POST',
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 200);
  };

  /** Lets the function answer, what it holds and from now on. */
  function release(): void {
    isHolding = false;
    for (const answer of held.splice(0)) answer();
  }

  const eventsOf = (id: string): Received[] =>
    received.filter(({ url }) => url === `/functions/projects/${project}/triggers/${id}`);

  const waitFor = (id: string, count: number): Promise<Received[]> =>
    eventually(() => (eventsOf(id).length >= count ? eventsOf(id) : undefined));

  before(async () => {
    functions = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Received['body'];
        const contentType = request.headers['content-type'] ?? '';
        received.push({ url: request.url ?? '', contentType, body });
        if (isHolding) held.push(() => response.end());
        else response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(functions, 'listening');
    const { port } = functions.address() as AddressInfo;
    engine = await startEmbedded('--functions_emulator', `127.0.0.1:${port}`);
    db = connect(engine.address, project);
  });
  after(async () => {
    await db.terminate();
    await stopEngine(engine);
    functions.closeAllConnections();
    functions.close();
  });
  beforeEach(() => {
    received.length = 0;
    release();
  });

  it('tell created, updated, deleted and written apart', async () => {
    for (const word of ['created', 'updated', 'deleted', 'written']) {
      await register(`${word}-0`, word, 'things/{id}');
    }
    const document = db.doc('things/a');
    await document.set({ n: 1 });
    await document.update({ n: 2 });
    await document.update({ n: 2 });
    await document.delete();
    await waitFor('written-0', 3);
    const [created, updated, deleted] = await Promise.all(
      ['created-0', 'updated-0', 'deleted-0'].map((id) => waitFor(id, 1)),
    );
    assert.deepEqual([created!.length, updated!.length, deleted!.length], [1, 1, 1]);
    const states = eventsOf('written-0').map(({ body: { data } }) => [
      data.oldValue?.fields['n'],
      data.value?.fields['n'],
    ]);
    assert.deepEqual(states, [
      [undefined, { integerValue: '1' }],
      [{ integerValue: '1' }, { integerValue: '2' }],
      [{ integerValue: '2' }, undefined],
    ]);
  });

  it('send structured CloudEvents with the document in proto3 JSON', async () => {
    await register('shape-0', 'created', 'shapes/{id}');
    await db.doc('shapes/a').set({
      text: 'x',
      integer: 1,
      fraction: 1.5,
      infinite: Infinity,
      nothing: null,
      at: new Timestamp(1_700_000_000, 123_456_000),
      bytes: Buffer.from('abc'),
      list: [true, { deep: db.doc('a/b') }],
    });
    const [event] = await waitFor('shape-0', 1);
    assert.equal(event!.contentType, 'application/cloudevents+json');
    const { id, time, data, ...attributes } = event!.body;
    assert.ok(typeof id === 'string' && Date.parse(String(time)) > 0);
    assert.deepEqual(attributes, {
      specversion: '1.0',
      type: 'google.cloud.firestore.document.v1.created',
      source: `//firestore.googleapis.com/projects/${project}/databases/(default)`,
      subject: 'documents/shapes/a',
      datacontenttype: 'application/json',
      location: 'us-central1',
      project,
      database: '(default)',
      namespace: '(default)',
      document: 'shapes/a',
    });
    const root = `projects/${project}/databases/(default)/documents`;
    assert.equal(data.value?.name, `${root}/shapes/a`);
    assert.deepEqual(data.value?.fields, {
      text: { stringValue: 'x' },
      integer: { integerValue: '1' },
      fraction: { doubleValue: 1.5 },
      infinite: { doubleValue: 'Infinity' },
      nothing: { nullValue: 'NULL_VALUE' },
      at: { timestampValue: '2023-11-14T22:13:20.123456Z' },
      bytes: { bytesValue: 'YWJj' },
      list: {
        arrayValue: {
          values: [
            { booleanValue: true },
            { mapValue: { fields: { deep: { referenceValue: `${root}/a/b` } } } },
          ],
        },
      },
    });
  });

  it('match wildcards segment by segment, and an exact path only itself', async () => {
    await register('deep-0', 'created', 'a/{x}/b/{y}');
    await register('exact-0', 'created', 'a/1');
    await register('all-0', 'created', '{path=**}');
    for (const path of ['a/1', 'a/2', 'a/1/b/1', 'a/1/c/1']) await db.doc(path).set({});
    await waitFor('all-0', 4);
    await waitFor('deep-0', 1);
    const documents = (id: string): string[] => eventsOf(id).map(({ body }) => body.document);
    assert.deepEqual(documents('deep-0'), ['a/1/b/1']);
    assert.deepEqual(documents('exact-0'), ['a/1']);
  });

  it('come in order for each document, without holding up the writes', async () => {
    await register('ordered-0', 'written', 'ordered/{id}');
    isHolding = true;
    // The function has not even answered the first event while all of these are written.
    for (let n = 0; n < 10; n += 1) await db.doc('ordered/a').set({ n });
    assert.equal((await waitFor('ordered-0', 1)).length, 1);
    release();
    const events = await waitFor('ordered-0', 10);
    const numbers = events.map(({ body }) => body.data.value?.fields['n']?.['integerValue']);
    assert.deepEqual(numbers, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('come with an unknown author where the function asks for one', async () => {
    await register('author-0', 'created.withAuthContext', 'authors/{id}');
    await db.doc('authors/a').set({});
    const [event] = await waitFor('author-0', 1);
    assert.partialDeepStrictEqual(event!.body, { authtype: 'unknown' });
  });

  it('come in the older format for functions of the first generation', async () => {
    const resource = `projects/${project}/databases/(default)/documents/old/{id}`;
    const eventType = 'providers/cloud.firestore/eventTypes/document.create';
    await fetch(emulatorUrl('triggers/old-0'), {
      method: 'PUT',
      body: JSON.stringify({ eventTrigger: { eventType, resource } }),
    });
    await db.doc('old/a').set({ n: 1 });
    const [event] = await waitFor('old-0', 1);
    const name = `projects/${project}/databases/(default)/documents/old/a`;
    assert.partialDeepStrictEqual(event!.body, {
      context: { eventType, resource: { name } },
      data: { value: { name, fields: { n: { integerValue: '1' } } } },
    });
  });

  it('stop when unregistered', async () => {
    await register('gone-0', 'created', 'gone/{id}');
    await register('stays-0', 'created', 'gone/{id}');
    const url = emulatorUrl('eventarcTrigger?eventarcTriggerId=gone-0');
    assert.equal((await fetch(url, { method: 'DELETE' })).status, 200);
    assert.equal((await fetch(url, { method: 'DELETE' })).status, 404);
    await db.doc('gone/a').set({});
    await waitFor('stays-0', 1);
    assert.deepEqual(eventsOf('gone-0'), []);
  });

  it('are refused where they name no event or no document', async () => {
    const url = emulatorUrl('eventarcTrigger?eventarcTriggerId=bad-0');
    for (const body of ['{', '{}', '{"eventType":"google.cloud.firestore.document.v1.created"}']) {
      assert.equal((await fetch(url, { method: 'POST', body })).status, 400);
    }
  });

  it('tell of every document deleted by clearing the data, as the official emulator does', async () => {
    await register('cleared-0', 'deleted', 'cleared/{id}');
    await db.doc('cleared/a').set({ n: 1 });
    const cleared = await fetch(emulatorUrl('databases/(default)/documents'), { method: 'DELETE' });
    assert.equal(cleared.status, 200);
    const [event] = await waitFor('cleared-0', 1);
    assert.equal(event!.body.document, 'cleared/a');
    assert.equal((await db.doc('cleared/a').get()).exists, false);
    assert.deepEqual(await db.listCollections(), []);
  });
});
