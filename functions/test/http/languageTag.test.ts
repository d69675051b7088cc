import assert from 'node:assert/strict';
import { toLanguageTag } from '../../src/http/languageTag.ts';

describe('toLanguageTag', () => {
  for (const [locale, tag] of [
    ['en', 'en'],
    ['en-US', 'en-US'],
    ['en_US', 'en-US'],
    ['EN_us', 'en-US'],
    ['pt_BR ', 'pt-BR'],
    ['zh_Hans_CN', 'zh-Hans-CN'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['zh_TW_#Hant', 'zh-TW'],
    ['de_DE.UTF-8', 'de-DE'],
    ['de_DE@euro', 'de-DE'],
    ['en_US@rg=gbzzzz', 'en-US'],
    ['en-US-u-hc-h12', 'en-US-u-hc-h12'],
    ['es-419', 'es-419'],
    ['iw_IL', 'he-IL'],
    ['fil_PH', 'fil-PH'],
    ['fr-CH, fr;q=0.9, en;q=0.8', 'fr-CH'],
    ['en-', 'en'],
    ['en_US_', 'en-US'],
    ['en--US', 'en'],
    ['ru_RU_rubbish!', 'ru-RU'],
    ['ja_JP_JP_#u-ca-japanese', 'ja-JP'],
    [`de-DE-x-${'abcdefgh-'.repeat(10)}`, 'de-DE-x-abcdefgh-abcdefgh-abcdefgh'],
    [`en-${'a'.repeat(100_000)}`, 'en'],
  ] as const) {
    it(`reads ${JSON.stringify(locale).slice(0, 40)} as ${tag}`, () => {
      assert.equal(toLanguageTag(locale), tag);
    });
  }

  for (const rubbish of [
    '',
    ' ',
    '_',
    '-US',
    'C',
    'C.UTF-8',
    'POSIX',
    'und',
    'null',
    'undefined',
    'English',
    'e1',
    'not a tag',
    'ру',
    '\ud800',
    '12',
    '*',
    'x-private',
    'a'.repeat(100_000),
  ]) {
    it(`reads nothing from ${JSON.stringify(rubbish).slice(0, 40)}`, () => {
      assert.equal(toLanguageTag(rubbish), null);
    });
  }
});
