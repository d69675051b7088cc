import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IndexFile } from '../../deploy/indexFile.ts';
import { documentsThatMeet, indexesThatMeet, rulesThatMeet } from '../../deploy/meetings.ts';
import { ownCollections } from '../../deploy/rules.ts';
import { root } from '../../process/paths.ts';

const read = (name: string) => readFileSync(join(root, name), 'utf8');
const ourRules = read('firestore.rules');
const ourIndexes = JSON.parse(read('firestore.indexes.json')) as IndexFile;
const [sessions = ''] = ownCollections;

const rulesWith = (content: string) => `service cloud.firestore {
  match /databases/{db}/documents {
    ${content}
  }
}`;

describe('collections of a team that ours would meet', () => {
  for (const [what, rules] of Object.entries({
    'at the root': `match /${sessions}/{id} { allow read: if true; }`,
    'at the root, closed': `match /${sessions}/{id} { allow read, write: if false; }`,
    'below another': `match /teams/{team}/${sessions}/{id} { allow read: if true; }`,
    'inside another': `match /teams/{team} { match /${sessions}/{id} { allow read: if true; } }`,
  })) {
    it(`are found in rules, ${what}`, () => {
      const found = rulesThatMeet(rulesWith(rules), ourRules);
      equal(found.length, 1);
      match(found[0] ?? '', /^line 3 of the rules has a collection/);
    });
  }

  it('are not seen in our own rules, nor where a document or a function has the name', () => {
    deepEqual(rulesThatMeet(ourRules, ourRules), []);
    for (const rules of [
      `match /teams/${sessions} { allow read: if true; }`,
      `match /orders/{${sessions}} { allow read: if true; }`,
      `function ${sessions}() { return true; }`,
      `// match /${sessions}/{id} { allow read: if true; }`,
    ]) {
      deepEqual(rulesThatMeet(rulesWith(rules), ourRules), [], rules);
    }
  });

  it('are found by their indexes and fields', () => {
    const fields = [
      { fieldPath: 'room', order: 'ASCENDING' },
      { fieldPath: 'score', order: 'ASCENDING' },
    ];
    const theirs: IndexFile = {
      indexes: [{ collectionGroup: sessions, queryScope: 'COLLECTION', fields }],
      fieldOverrides: [{ collectionGroup: sessions, fieldPath: 'room', indexes: [] }],
    };
    const found = indexesThatMeet(theirs, ourIndexes);
    equal(found.length, 2);
    match(found[0] ?? '', /room/);
  });

  it('are not seen in our own indexes, nor in those of other collections', () => {
    deepEqual(indexesThatMeet(ourIndexes, ourIndexes), []);
    const orders = { collectionGroup: 'orders', fieldPath: 'room', indexes: [] };
    deepEqual(indexesThatMeet({ fieldOverrides: [orders] }, ourIndexes), []);
  });

  it('are found by a document that is no session', () => {
    const name = `projects/p/databases/(default)/documents/${sessions}/x`;
    const own = { userId: {}, deviceType: {}, revoked: {}, expiresAt: {} };
    deepEqual(documentsThatMeet([]), []);
    deepEqual(documentsThatMeet([{ name, fields: own }]), []);
    for (const fields of [undefined, {}, { userId: {} }, { userId: {}, room: {} }]) {
      const document = fields ? { name, fields } : { name };
      equal(documentsThatMeet([{ name, fields: own }, document]).length, 1);
    }
  });
});
