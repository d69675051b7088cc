import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cutText,
  jsonBytesOf,
  shorten,
  toDisplayText,
} from '../../../src/domain/session/displayText.ts';

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

  const needed: [what: string, text: string][] = [
    ['a family', '👨‍👩‍👧‍👦'],
    ['skin tones and professions', '👩🏽‍💻 🧑🏿‍🤝‍🧑🏻'],
    ['emoji with a variation selector', '❤️‍🔥 🏳️‍🌈 🏴‍☠️ ☎︎ ⛹🏻‍♀️'],
    ['keycaps', '1️⃣ #️⃣'],
    ['flags of countries', '🇩🇪'],
    ['flags of England, Scotland and Wales', '🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁳󠁣󠁴󠁿🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
    ['an emoji that is not assigned yet', '\u{1fadb}'],
    ['Persian words with a non-joiner', 'گوشی می\u200cخواهم'],
    ['Hindi with joiners', 'क्\u200dष और क्\u200cष'],
    ['Bengali with a joiner before a sign', 'র\u200d্যাম'],
    ['Sinhala with a joiner', 'ශ්\u200dරී'],
    ['Malayalam with a joiner at the end of a word', 'അവന്\u200d വന്നു'],
    ['Burmese stacks of signs', 'မြွှာ'],
    ['Vietnamese and Thai', 'Điện thoại ของผู้'],
    ['Hebrew with points', 'שָׁלוֹם'],
    ['Japanese names with their variants', '葛\u{e0100}飾区 辻\u{e0101}'],
    ['Mongolian with its selectors', 'ᠮᠣᠩᠭ\u180bᠣᠯ'],
  ];
  for (const [what, text] of needed) {
    it(`keeps ${what}`, () => {
      assert.equal(toDisplayText(text), text.normalize('NFC'));
    });
  }

  const spoofs: [what: string, raw: string, shown: string][] = [
    ['joiners between Latin letters', 'Pay\u200dPal\u200c', 'PayPal'],
    ['joiners between Cyrillic letters', 'Пё\u200cтр', 'Пётр'],
    ['joiners at the edge of a word', '\u200dگوشی\u200c \u200cمن\u200d', 'گوشی من'],
    ['two joiners in a row', 'می\u200c\u200cخواهم', 'میخواهم'],
    ['joiners between an emoji and text', '👩\u200da\u200d👩', '👩a👩'],
    ['a joiner after an emoji', '👩\u200d', '👩'],
    ['selectors after letters and digits', '1\ufe0f2\ufe0e a\ufe0f', '12 a'],
    ['selectors in a row', '❤\ufe0f\ufe0f\ufe0e', '❤\ufe0f'],
    ['ideographic variants elsewhere', 'a\u{e0100}', 'a'],
    ['tags that spell no flag', '🏴\u{e0068}\u{e0069}\u{e007f}', '🏴'],
    ['tags after another emoji', '📱\u{e0067}\u{e0062}\u{e007f}', '📱'],
    ['unfinished flags', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}', '🏴'],
    ['blanks that count as letters or symbols', 'a\u{13441}\u{16fe4}\u{1d159}\ufffcb', 'ab'],
    ['marks without a letter', '\u0301\u0335a', 'a'],
    ['marks alone', ' \u0301\u200d\ufe0f ', ''],
    ['marks that a hidden character kept apart', 'e\u200b\u0301', 'é'],
  ];
  for (const [what, raw, shown] of spoofs) {
    it(`removes ${what}`, () => {
      assert.equal(toDisplayText(raw), shown);
    });
  }

  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        ...'ab 1#é',
        '👩',
        '❤',
        '🏴',
        '葛',
        'م',
        'क',
        '्',
        '\u0301',
        '\u20e3',
        '\u1820',
      ),
      fc.constantFrom(
        '\u200c',
        '\u200d',
        '\ufe0f',
        '\u{e0100}',
        '\u180b',
        '\u{e0067}',
        '\u{e007f}',
      ),
      fc.constantFrom(
        '\u202e',
        '\u2066',
        '\u200b',
        '\u00ad',
        '\ud83d',
        '\udc69',
        '\u0000',
        '\u{1f3fd}',
      ),
      fc.string({ unit: 'binary', maxLength: 1 }),
    ),
    maxLength: 40,
  });

  it('gives well-formed text in NFC, without control or bidi characters, that stays as it is', () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        const text = toDisplayText(raw);
        assert.ok(text.isWellFormed());
        assert.equal(text, text.normalize('NFC'));
        assert.equal(text, text.trim());
        assert.doesNotMatch(
          text,
          /[\p{Cc}\p{Cs}\p{Bidi_Control}\u200b\u2060\ufeff]|\p{M}{9}| {2}/u,
        );
        assert.equal(toDisplayText(text), text);
      }),
      { numRuns: 5000, seed: 20_261_125 },
    );
  });
});

describe('cutText', () => {
  for (const [text, most, cut] of [
    ['iPhone', 6, 'iPhone'],
    ['iPhone', 5, 'iPhon'],
    ['My iPhone', 3, 'My'],
    ['a📱📱', 2, 'a📱'],
    ['ab👨‍👩‍👧‍👦', 8, 'ab'],
    ['ab👨‍👩‍👧‍👦', 9, 'ab👨‍👩‍👧‍👦'],
    ['ae\u0335\u0336', 3, 'a'],
    ['🇩🇪🇩🇪', 3, '🇩🇪'],
    ['👨‍👩‍👧‍👦', 3, ''],
    ['', 3, ''],
  ] as const) {
    it(`cuts ${JSON.stringify(text)} to ${most} code points`, () => {
      assert.equal(cutText(text, most), cut);
    });
  }
});

describe('shorten, by bytes', () => {
  const shortenToBytes = (text: string, most: number) => shorten(text, most, jsonBytesOf);

  it('leaves a text alone that just fits', () => {
    assert.equal(shortenToBytes('iPhone 15 Pro', 13), 'iPhone 15 Pro');
  });

  it('cuts a longer one and shows that it did', () => {
    assert.equal(shortenToBytes('iPhone 15 Pro', 12), 'iPhone 15…');
  });

  it('counts bytes, not characters', () => {
    assert.equal(shortenToBytes('新新新新', 10), '新新…');
  });

  it('counts what JSON escapes', () => {
    assert.equal(shortenToBytes('""""', 8), '""""');
    assert.equal(shortenToBytes('""""', 7), '""…');
  });

  it('does not cut a character that is made of several', () => {
    const family = '👩‍👩‍👧‍👦';
    const bytes = Buffer.byteLength(family);
    assert.equal(shortenToBytes(family + family, 2 * bytes - 1), `${family}…`);
    assert.equal(shortenToBytes(family, bytes - 1), '…');
  });
});
