import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareRules } from '../../deploy/rules.ts';
import { root } from '../../process/paths.ts';

const ours = readFileSync(join(root, 'firestore.rules'), 'utf8');

const rulesWith = (content: string) => `rules_version = '2';
service cloud.firestore {
  match /databases/{db}/documents {
${content}
  }
}
`;
const shop = `    match /orders/{orderId} {
      allow read: if request.auth.uid == resource.data.userId;
      match /{rest=**} {
        allow read: if true;
      }
    }`;

describe('compareRules', () => {
  it('finds nothing to add to our own rules', () => {
    assert.deepEqual(compareRules(ours, ours), { missing: '', afterLine: 5, tooWide: [] });
  });

  it('finds every block of ours missing in the rules of a shop, and where they go', () => {
    const { missing, afterLine, tooWide } = compareRules(rulesWith(shop), ours);
    for (const name of [
      'function hasLiveSession()',
      'function hasConfirmedSession()',
      'function isLive(',
      'match /deviceSessions/',
    ]) {
      assert.ok(missing.includes(name), name);
    }
    assert.ok(!missing.includes('service cloud.firestore'));
    assert.equal(afterLine, 3);
    assert.deepEqual(tooWide, []);
  });

  it('is content once the blocks are there, however they are laid out', () => {
    const { missing } = compareRules(rulesWith(shop), ours);
    for (const pasted of [
      missing,
      missing.replaceAll(/\s+/g, ' ').replaceAll(/\/\/.*?tells/g, ''),
    ]) {
      const uncommented = pasted.includes('\n') ? pasted : missing.replaceAll(/\/\/.*/g, '');
      assert.equal(compareRules(rulesWith(`${shop}\n${uncommented}`), ours).missing, '');
    }
  });

  it('names the database as their rules do', () => {
    const { missing } = compareRules(rulesWith(''), ours);
    assert.ok(missing.includes('$(db)') && !missing.includes('$(database)'));
  });

  it('finds a changed block missing', () => {
    const changed = ours.replace('session.data.revoked == false', 'true');
    assert.notEqual(changed, ours);
    const { missing } = compareRules(changed, ours);
    assert.match(missing, /function isLive/);
    assert.doesNotMatch(missing, /match \/deviceSessions/);
  });

  it('has no place in rules that are none', () => {
    const { missing, afterLine } = compareRules('', ours);
    assert.equal(afterLine, null);
    assert.match(missing, /match \/deviceSessions/);
  });

  for (const [what, rule] of [
    ['every document', 'match /{document=**} {\n allow read, write: if request.auth != null;\n }'],
    ['every collection', 'match /{collection}/{id} { allow write: if true; }'],
    [
      'test mode',
      'match /{all=**} { allow read, write: if request.time < timestamp.date(2026,1,1); }',
    ],
    ['our sessions', 'match /deviceSessions/{id} { allow read, write: if request.auth != null; }'],
    ['our accounts', 'match /deviceSessionAccounts/{id=**} { allow read: if true; }'],
    ['them as a group', 'match /{path=**}/deviceSessionEvents/{id} { allow read: if true; }'],
  ] as const) {
    it(`warns of a rule that opens ${what}`, () => {
      const { tooWide } = compareRules(rulesWith(`${shop}\n${rule}`), ours);
      assert.deepEqual(tooWide, [{ line: 10, text: rule.split('\n')[0] }]);
    });
  }

  for (const [how, rule] of [
    ['nested', 'match /{collection} {\n match /{id} { allow read, write: if true; } }'],
    ['with an address in a text', "match /{all=**} { allow read: if x == 'https://a.example'; }"],
    ['with a brace in a text', "match /{all=**} { allow read: if x.matches('[{]'); }"],
    ['with spaces', 'match /{all = **} { allow read; }'],
    ['without a semicolon', 'match /{all=**} { allow read: if true }'],
  ] as const) {
    it(`warns of a rule that opens them, ${how}`, () => {
      const { tooWide } = compareRules(rulesWith(`${shop}\n${rule}`), ours);
      assert.deepEqual(
        tooWide.map(({ text }) => text),
        [rule.split('\n').at(-1)?.trim()],
      );
    });
  }

  it('warns of one beside our database, or around it', () => {
    for (const path of [
      '/databases/{other}/documents/{all=**}',
      '/databases/(default)/documents/{all=**}',
      '/{all=**}',
    ]) {
      const rules = ours.replace(
        'service cloud.firestore {',
        `service cloud.firestore {\n match ${path} { allow read: if true; }`,
      );
      assert.equal(compareRules(rules, ours).tooWide.length, 1, path);
    }
  });

  it('finds our rules whole beside a text that looks like a comment', () => {
    const rules = rulesWith(
      `${compareRules(rulesWith(''), ours).missing}\n${shop.replace('true', "x == 'https://a.example'")}`,
    );
    assert.deepEqual(compareRules(rules, ours), { missing: '', afterLine: 3, tooWide: [] });
  });

  it('does not warn of our own blocks, nor of what stands below or beside ours', () => {
    const { missing } = compareRules(rulesWith(''), ours);
    const others = `match /sessions/{id}/notes/{note} { allow read: if true; }
      match /{path=**}/notes/{note} { allow read: if true; }
      match /sessionsOfOurs/{id} { allow read: if true; }`;
    assert.deepEqual(compareRules(rulesWith(`${missing}\n${others}`), ours).tooWide, []);
  });

  it('does not warn of a rule that closes everything', () => {
    const closed = 'match /{document=**} { allow read, write: if false; } // allow read: if true;';
    assert.deepEqual(compareRules(rulesWith(closed), ours).tooWide, []);
  });
});
