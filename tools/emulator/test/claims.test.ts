// Which claims of two transactions exclude each other.
import assert from 'node:assert/strict';
import { conflicts, toQueryClaim, type Claim, type FindFields } from '../src/claims.ts';
import type { StructuredQuery, WireFields, WireWrite } from '../src/wire.ts';

const stored: Record<string, WireFields> = {
  'sessions/ann1': { userId: { stringValue: 'ann' } },
  'sessions/bob1': { userId: { stringValue: 'bob' } },
};
const findFields: FindFields = (path) => stored[path];

const document = (path: string, write?: WireWrite): Claim => ({
  kind: 'document',
  path,
  ...(write && { write }),
});

const of = (userId: string, parent = '', more: Partial<StructuredQuery> = {}): Claim =>
  toQueryClaim(parent, {
    from: [{ collectionId: 'sessions' }],
    where: {
      fieldFilter: { field: { fieldPath: 'userId' }, op: 'EQUAL', value: { stringValue: userId } },
    },
    ...more,
  });

const put = (path: string, userId: string, mask?: string[]): Claim =>
  document(path, {
    update: { name: path, fields: { userId: { stringValue: userId } } },
    ...(mask && { updateMask: { fieldPaths: mask } }),
  });

describe('claims', () => {
  const cases: [string, Claim, Claim, boolean][] = [
    ['one document', document('a/b'), document('a/b'), true],
    ['two documents', document('a/b'), document('a/c'), false],
    ['a query and a document that it finds', of('ann'), document('sessions/ann1'), true],
    ['a query and a document that it does not find', of('ann'), document('sessions/bob1'), false],
    ['a query and a missing document', of('ann'), document('sessions/new'), false],
    ['a query and a new document that it will find', of('ann'), put('sessions/new', 'ann'), true],
    [
      'a query and a new document that it will not find',
      of('ann'),
      put('sessions/new', 'bob'),
      false,
    ],
    ['a query and a document that leaves it', of('ann'), put('sessions/ann1', 'bob'), true],
    ['a query and a document that comes to it', of('ann'), put('sessions/bob1', 'ann'), true],
    [
      'a query and a change of another field',
      of('ann'),
      put('sessions/bob1', 'ann', ['city']),
      false,
    ],
    [
      'a query and a document below another parent',
      of('ann', 'a/b'),
      put('sessions/new', 'ann'),
      false,
    ],
    ['queries for one value', of('ann'), of('ann'), true],
    ['queries for two values', of('ann'), of('bob'), false],
    ['queries of two parents', of('ann'), of('ann', 'a/b'), false],
    [
      'a group query and a document anywhere',
      of('ann', '', { from: [{ collectionId: 'sessions', allDescendants: true }] }),
      put('a/b/sessions/new', 'ann'),
      true,
    ],
    [
      'a query without filters and any document of the collection',
      of('ann', '', { where: null }),
      document('sessions/bob1'),
      true,
    ],
    [
      'a query and a write whose outcome is not known beforehand',
      of('ann'),
      document('sessions/new', {
        update: { name: 'sessions/new' },
        updateTransforms: [{ fieldPath: 'userId', setToServerValue: 'REQUEST_TIME' }],
      }),
      true,
    ],
  ];
  for (const [name, a, b, expected] of cases) {
    it(`${expected ? 'exclude' : 'allow'} ${name}`, () => {
      assert.equal(conflicts(a, b, findFields), expected);
      assert.equal(conflicts(b, a, findFields), expected);
    });
  }
});
