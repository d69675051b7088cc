import assert from 'node:assert/strict';
import { en } from '../../../src/domain/texts/en.ts';
import { fillText, languages, textsFor, type Texts } from '../../../src/domain/texts/index.ts';

/** A language may say where a login was by the city alone. */
const placeholdersOf = (text: string) =>
  (text.match(/\{[^}]*\}/g) ?? []).map((name) => name.replace('{city}', '{place}')).sort();

describe('textsFor', () => {
  it('has the eleven languages', () => {
    assert.deepEqual([...languages.keys()].sort(), [
      'de',
      'en',
      'es',
      'fr',
      'hi',
      'ja',
      'pt',
      'ru',
      'tr',
      'uk',
      'zh',
    ]);
  });

  for (const [locale, language] of Object.entries({
    ru: 'ru',
    'pt-BR': 'pt',
    'pt-PT': 'pt',
    'zh-Hant-TW': 'zh',
    'DE-at': 'de',
    fr_CA: 'fr',
  })) {
    it(`gives ${locale} the texts of ${language}`, () => {
      assert.equal(textsFor(locale), languages.get(language));
    });
  }

  for (const locale of [null, '', 'pl', 'deu', 'constructor', '__proto__', '-ru']) {
    it(`gives ${JSON.stringify(locale)} the English texts`, () => {
      assert.equal(textsFor(locale), en);
    });
  }
});

for (const [language, texts] of languages) {
  describe(`the texts in ${language}`, () => {
    it('have the same keys and placeholders as the English ones, and leave none empty', () => {
      assert.deepEqual(Object.keys(texts).sort(), Object.keys(en).sort());
      for (const key of Object.keys(en) as (keyof Texts)[]) {
        assert.deepEqual(placeholdersOf(texts[key]), placeholdersOf(en[key]), key);
        assert.match(texts[key], /\S/u, key);
      }
    });

    it('name each value once and have no stray brace', () => {
      for (const [key, text] of Object.entries(texts)) {
        const placeholders = placeholdersOf(text);
        assert.equal(new Set(placeholders).size, placeholders.length, key);
        assert.doesNotMatch(text.replace(/\{\w+\}/g, ''), /[{}]/, key);
      }
    });

    it('have titles and buttons that fit on a lock screen', () => {
      for (const text of [texts.loginAlertTitle, texts.securityAlertTitle]) {
        assert.ok(text.length <= 30, text);
      }
      for (const text of [texts.denyAction, texts.confirmAction]) {
        assert.ok(text.length <= 26, text);
      }
    });

    if (language !== 'en') {
      it('are translated', () => {
        for (const key of Object.keys(en) as (keyof Texts)[]) {
          assert.notEqual(texts[key], en[key], key);
        }
      });
    }
  });
}

describe('fillText', () => {
  it('puts each value where its name stands', () => {
    assert.equal(fillText('{count} × {name}, {count}', { count: 2, name: 'x' }), '2 × x, 2');
  });

  it('does not look into the values', () => {
    const values = { a: '{b} $& $1 $$', b: 'B' };
    assert.equal(fillText('{a} {b}', values), '{b} $& $1 $$ B');
  });

  it('refuses a text that names what it is not given', () => {
    assert.throws(() => fillText('{toString}', {}), TypeError);
  });
});
