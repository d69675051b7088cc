// The index behind queries by equality: what it knows, and that the engine looks at nothing else.
import assert from 'node:assert/strict';
import type { QueryClaim } from '../src/claims.ts';
import { openEngine } from '../src/engine.ts';
import { createEqualityIndex } from '../src/equalityIndex.ts';
import type { RunQueryResponse, WireFields, WireValue } from '../src/wire.ts';

const sessions: Record<string, WireFields> = {
  'sessions/1': { userId: { stringValue: 'ann' }, revoked: { booleanValue: false } },
  'sessions/2': { userId: { stringValue: 'ann' }, revoked: { booleanValue: true } },
  'sessions/3': { userId: { stringValue: 'bob' }, revoked: { booleanValue: false } },
};

const query = (
  equalities: Record<string, WireValue>,
  more: Partial<QueryClaim> = {},
): QueryClaim => ({
  kind: 'query',
  parent: '',
  collectionId: 'sessions',
  allDescendants: false,
  equalities: new Map(Object.entries(equalities)),
  ...more,
});

const open = () => {
  const listed: string[] = [];
  const index = createEqualityIndex((collection) => {
    listed.push(collection);
    return Object.entries(sessions).map(([path, fields]) => ({ path, fields }));
  });
  return { index, listed };
};

describe('the equality index', () => {
  it('knows the documents with a value, and looks at the collection once for each field', () => {
    const { index, listed } = open();
    const ann = query({ userId: { stringValue: 'ann' } });
    assert.deepEqual([...index.candidates(ann)!], ['sessions/1', 'sessions/2']);
    assert.deepEqual([...index.candidates(query({ userId: { stringValue: 'eve' } }))!], []);
    assert.deepEqual(listed, ['sessions']);
  });

  it('takes the field that leaves the fewest', () => {
    const { index } = open();
    const equalities = { revoked: { booleanValue: false }, userId: { stringValue: 'bob' } };
    assert.deepEqual([...index.candidates(query(equalities))!], ['sessions/3']);
  });

  it('follows what is written and deleted', () => {
    const { index } = open();
    const ann = query({ userId: { stringValue: 'ann' } });
    index.candidates(ann);
    const bob = { fields: { userId: { stringValue: 'bob' } } };
    index.update({ path: 'sessions/1', before: { fields: sessions['sessions/1']! }, after: bob });
    index.update({
      path: 'sessions/2',
      before: { fields: sessions['sessions/2']! },
      after: undefined,
    });
    const fields = { userId: { stringValue: 'ann' } };
    index.update({ path: 'sessions/4', before: undefined, after: { fields } });
    assert.deepEqual([...index.candidates(ann)!], ['sessions/4']);
  });

  it('has no answer for group queries, nor for values that compare across types', () => {
    const { index } = open();
    const equalities = { userId: { stringValue: 'ann' } };
    assert.equal(index.candidates(query(equalities, { allDescendants: true })), undefined);
    assert.equal(index.candidates(query({ n: { doubleValue: 1.5 } })), undefined);
    assert.equal(index.candidates(query({})), undefined);
  });

  it('is all that the engine looks at', async () => {
    const engine = await openEngine('demo-index');
    const root = 'projects/demo-index/databases/(default)/documents';
    const writes = Object.entries(sessions).map(([path, fields]) => ({
      update: { name: `${root}/${path}`, fields },
    }));
    await engine.commit({ writes });
    const request = { parent: root, structuredQuery: { from: [{ collectionId: 'sessions' }] } };
    const found: (string | null | undefined)[] = [];
    for await (const response of engine.runQuery(request, new Set(['sessions/2']))) {
      found.push((response as RunQueryResponse).document?.name);
    }
    assert.deepEqual(found, [`${root}/sessions/2`]);
  });
});
