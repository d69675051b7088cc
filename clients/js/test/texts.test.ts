import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { en, fill, languages, loadTexts } from '../src/element/texts/index.ts';
import { exactTime, relativeTime, shortTime } from '../src/element/time.ts';
import { languages as alertLanguages } from '../../../functions/src/domain/texts/index.ts';
import { workerTexts } from '../src/workerTexts.ts';

const flat = (texts: object): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[key, value]] : flat(value as object),
  );
const placeholders = (texts: object) =>
  Object.fromEntries(
    flat(texts).map(([key, text]) => [key, [...text.matchAll(/\{\w+\}/g)].map(String).toSorted()]),
  );

describe('texts of the element', () => {
  it('are there in every language of the alerts', () => {
    deepEqual(languages.toSorted(), [...alertLanguages.keys()].toSorted());
  });

  for (const language of languages) {
    it(`name the same values in ${language}, and leave no text out`, async () => {
      const texts = await loadTexts(language);
      deepEqual(placeholders(texts), placeholders(en));
      deepEqual(
        flat(texts).filter(([, text]) => text.trim() === ''),
        [],
      );
    });
    if (language !== 'en') {
      it(`are in ${language} throughout, the worker's too`, async () => {
        const texts = await loadTexts(language);
        notEqual(texts.question, en.question);
        notEqual(workerTexts(language).refused, workerTexts('en').refused);
      });
    }
  }

  it('follow the language of a locale, and are English for any other', async () => {
    equal((await loadTexts('de-AT')).thisDevice, 'Dieses Gerät');
    equal(await loadTexts('eo'), en);
  });

  it('keep a name with braces as it is', () => {
    equal(fill('Sign out {device}?', { device: '{count}' }), 'Sign out {count}?');
  });
});

describe('the buttons of the element', () => {
  for (const [language, { confirmAction, denyAction }] of alertLanguages) {
    it(`say the same as those of the alert in ${language}`, async () => {
      const { confirm, deny } = await loadTexts(language);
      deepEqual({ confirm, deny }, { confirm: confirmAction, deny: denyAction });
    });
  }
});

describe('times of the element', () => {
  const now = Date.parse('2026-11-25T12:00:00Z');
  for (const [iso, text] of [
    ['2026-11-25T11:59:40Z', 'now'],
    ['2026-11-25T11:55:00Z', '5 minutes ago'],
    ['2026-11-24T11:00:00Z', 'yesterday'],
    ['2026-10-01T12:00:00Z', 'last month'],
  ] as const) {
    it(`say "${text}"`, () => equal(relativeTime(iso, 'en', now), text));
  }

  it('follow the language', () => {
    equal(relativeTime('2026-11-25T11:55:00Z', 'de', now), 'vor 5 Minuten');
  });

  it('say the date of another day, and exactly when', () => {
    equal(shortTime('2026-11-20T12:00:00Z', 'en', now).includes('2026'), true);
    equal(shortTime('2026-11-25T11:00:00Z', 'en', now).includes('2026'), false);
    equal(exactTime('2026-11-25T11:00:00Z', 'en').includes('November 25, 2026'), true);
  });
});
