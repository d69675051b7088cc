import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type ParseError } from 'jsonc-parser';
import { emptyIndexFile, mergeIndexes, type IndexFile } from '../../deploy/indexFile.ts';
import { root } from '../../process/paths.ts';

const ours = JSON.parse(readFileSync(join(root, 'firestore.indexes.json'), 'utf8')) as IndexFile;
const countOfOurs = (ours.indexes?.length ?? 0) + (ours.fieldOverrides?.length ?? 0);

/** As the Firebase CLI reads the file: comments are allowed. */
function read(text: string): IndexFile {
  const errors: ParseError[] = [];
  const value = parse(text, errors) as IndexFile;
  assert.deepEqual(errors, [], text);
  return value;
}

const theirs = `{
  // Orders of the shop.
  "indexes": [
    {
      "collectionGroup": "orders",
      "queryScope": "COLLECTION",
      "fields": [
        { "fieldPath": "userId", "order": "ASCENDING" },
        { "fieldPath": "createdAt", "order": "DESCENDING" }
      ]
    }
  ],
  "fieldOverrides": [
    { "collectionGroup": "orders", "fieldPath": "expiresAt", "ttl": true, "indexes": [] } // a day
  ]
}
`;

describe('mergeIndexes', () => {
  it('adds all of ours to a file that lists nothing', () => {
    const { text, added, conflicts } = mergeIndexes(emptyIndexFile, ours);
    assert.deepEqual(read(text), ours);
    assert.equal(added.length, countOfOurs);
    assert.deepEqual(conflicts, []);
  });

  it('adds nothing the second time', () => {
    for (const start of [emptyIndexFile, theirs, '{}']) {
      const { text } = mergeIndexes(start, ours);
      const again = mergeIndexes(text, ours);
      assert.deepEqual([again.text, again.added], [text, []]);
    }
  });

  it('keeps theirs to the letter, comments included', () => {
    const { text } = mergeIndexes(theirs, ours);
    const withoutCommas = text.replaceAll(',', '');
    for (const line of theirs.split('\n')) {
      assert.ok(withoutCommas.includes(`${line.replaceAll(',', '')}\n`), line);
    }
    const merged = read(text);
    assert.deepEqual(merged.indexes?.slice(0, 1), read(theirs).indexes);
    assert.deepEqual(merged.indexes?.slice(1), ours.indexes);
    assert.deepEqual(merged.fieldOverrides?.slice(1), ours.fieldOverrides);
  });

  it('leaves each comment with the entry that it stands behind, trailing commas or not', () => {
    const field = '{ "collectionGroup": "orders", "fieldPath": "expiresAt", "indexes": [] }';
    for (const end of [' // a day', ', // a day', ' /* a day */', ', /* a */ // day']) {
      const { text } = mergeIndexes(`{\n  "fieldOverrides": [\n    ${field}${end}\n  ]\n}`, ours);
      const [line] = text.split('\n').filter((one) => one.includes(field));
      assert.equal(line?.replaceAll(',', ''), `    ${field}${end}`.replaceAll(',', ''));
      assert.deepEqual(read(text).fieldOverrides?.slice(1), ours.fieldOverrides);
    }
  });

  it('knows an index of ours in the form in which Firestore exports it', () => {
    const exported = {
      indexes: ours.indexes?.map((index) => ({
        ...index,
        density: 'SPARSE_ALL',
        fields: [...index.fields, { fieldPath: '__name__', order: 'ASCENDING' }],
      })),
      fieldOverrides: ours.fieldOverrides,
    };
    assert.deepEqual(mergeIndexes(JSON.stringify(exported), ours).added, []);
  });

  it('tells indexes of another order, scope or kind apart', () => {
    const [first] = ours.indexes ?? [];
    for (const change of [
      { queryScope: 'COLLECTION_GROUP' },
      { fields: first!.fields.toReversed() },
      { fields: first!.fields.map((field) => ({ ...field, order: 'DESCENDING' })) },
    ]) {
      const text = JSON.stringify({ indexes: [{ ...first, ...change }] });
      assert.equal(mergeIndexes(text, { indexes: [first!] }).added.length, 1);
    }
  });

  it('sets the time to live of a field that has none, and keeps its indexes', () => {
    const field = { collectionGroup: 'deviceSessions', fieldPath: 'deleteAt' };
    const text = JSON.stringify({
      fieldOverrides: [{ ...field, indexes: [{ order: 'ASCENDING' }] }],
    });
    const merged = mergeIndexes(text, { fieldOverrides: [{ ...field, ttl: true, indexes: [] }] });
    assert.deepEqual(read(merged.text).fieldOverrides, [
      { ...field, indexes: [{ order: 'ASCENDING' }], ttl: true },
    ]);
    assert.equal(merged.kept.length, 1);
  });

  it('adds the index of a field to those that the field has', () => {
    const field = { collectionGroup: 'deviceSessionAccounts', fieldPath: 'isOwed' };
    const all = [{ order: 'ASCENDING' }, { order: 'DESCENDING' }];
    for (const [indexes, expected] of [
      [[all[0]!], all],
      [[], all],
    ]) {
      const text = JSON.stringify({ fieldOverrides: [{ ...field, indexes }] });
      const merged = mergeIndexes(text, { fieldOverrides: [{ ...field, indexes: all }] });
      assert.deepEqual(read(merged.text).fieldOverrides, [{ ...field, indexes: expected }]);
    }
  });

  it('finds a time to live on another field, of which a collection can have one only', () => {
    const text = JSON.stringify({
      fieldOverrides: [{ collectionGroup: 'deviceSessions', fieldPath: 'endsAt', ttl: true }],
    });
    const { conflicts } = mergeIndexes(text, ours);
    assert.equal(conflicts.length, 1);
    assert.match(conflicts[0]!, /time to live of deviceSessions is on endsAt/);
  });

  it('refuses what is no JSON object', () => {
    for (const text of ['', '[]', 'indexes', '{"indexes": [}', '{"indexes": {}}']) {
      assert.throws(() => mergeIndexes(text, ours), TypeError, text);
    }
  });
});
