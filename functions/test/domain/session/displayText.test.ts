import assert from 'node:assert/strict';
import { toDisplayText } from '../../../src/domain/session/displayText.ts';

describe('toDisplayText', () => {
  const cases: [what: string, raw: string, shown: string][] = [
    ['plain text', 'iPhone 15 Pro', 'iPhone 15 Pro'],
    ['text in any script', 'Пётр의 手機 📱', 'Пётр의 手機 📱'],
    ['white space of every kind', ' a\t\n b\u00a0\u2003\u2028c\u3000 ', 'a b c'],
    ['control characters', 'a\u0000b\u001bc\u007fd\u0090e', 'abcde'],
    ['bidi overrides, isolates and marks', 'a\u202eb\u2066c\u2069\u200f\u061cd', 'abcd'],
    ['zero-width characters', 'a\u200bb\u200cc\u200dd\u2060e\ufefff', 'abcdef'],
    ['fillers that look like nothing', '\u3164\u115f\u1160\uffa0\u2800\u034f', ''],
    ['tag and variation characters', 'a\ufe0f\u{e0041}\u{e0100}b', 'ab'],
    ['private use, unassigned and lone surrogates', 'a\ue000\u0378\ud800b', 'ab'],
    ['stacked combining marks', `a${'\u0335'.repeat(50)}`, 'a\u0335\u0335\u0335'],
    ['decomposed letters', 'e\u0301', 'é'],
    ['invisible characters between spaces', 'a \u200b b', 'a b'],
  ];
  for (const [what, raw, shown] of cases) {
    it(`cleans ${what}`, () => {
      assert.equal(toDisplayText(raw), shown);
    });
  }
});
