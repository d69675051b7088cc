import { equal } from 'node:assert/strict';
import { languageTagOf } from '../src/element/languageTag.ts';

describe('languageTagOf', () => {
  const cases: [wanted: (string | null | undefined)[], tag: string][] = [
    [['pt-BR', 'en'], 'pt-BR'],
    [['pt_BR', 'en'], 'pt-BR'],
    [['zh_CN'], 'zh-CN'],
    [['DE'], 'de'],
    [['', null, undefined, 'fr'], 'fr'],
    [['en-US-', 'x', 'german!', 'es'], 'es'],
    [['C', '*'], 'en'],
    [[], 'en'],
  ];
  for (const [wanted, tag] of cases) {
    it(`takes ${JSON.stringify(wanted)} for ${tag}`, () => equal(languageTagOf(...wanted), tag));
  }
});
