import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { laterTexts } from '../src/element/texts/enLater.ts';
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

/** English is loaded in two parts. */
const english = { ...en, ...laterTexts };
const loadAll = async (language: string) => ({
  ...(language === 'en' && laterTexts),
  ...(await loadTexts(language)),
});

describe('texts of the element', () => {
  it('are there in every language of the alerts', () => {
    deepEqual(languages.toSorted(), [...alertLanguages.keys()].toSorted());
  });

  for (const language of languages) {
    it(`name the same values in ${language}, and leave no text out`, async () => {
      const texts = await loadAll(language);
      deepEqual(placeholders(texts), placeholders(english));
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
    ['2026-11-23T13:00:00Z', '2 days ago'],
    ['2026-11-15T12:00:00Z', '1 week ago'],
    ['2026-10-01T12:00:00Z', 'last month'],
    ['2025-11-01T12:00:00Z', 'last year'],
    ['2026-11-25T14:00:00Z', 'now'],
    ['2036-11-25T14:00:00Z', 'now'],
    ['', ''],
    ['a while ago', ''],
  ] as const) {
    it(`say "${text}" of ${iso || 'nothing'}`, () => equal(relativeTime(iso, 'en', now), text));
  }

  it('count the days of the calendar, in the zone of the reader', () => {
    const evening = new Date(2026, 10, 25, 1, 0).getTime();
    const ago = (hours: number) =>
      relativeTime(new Date(evening - hours * 3_600_000).toISOString(), 'en', evening);
    deepEqual([2, 23, 25, 26].map(ago), ['2 hours ago', '23 hours ago', 'yesterday', '2 days ago']);
    equal(ago(47), '2 days ago');
    equal(ago(50), '3 days ago');
  });

  it('say nothing of a time that is none', () => {
    deepEqual(
      [exactTime('x', 'en'), shortTime('x', 'en', now), shortTime(Number.NaN, 'en', now)],
      ['', '', ''],
    );
  });

  it('follow the language', () => {
    equal(relativeTime('2026-11-25T11:55:00Z', 'de', now), 'vor 5 Minuten');
  });

  it('say the date of another day, and exactly when', () => {
    equal(shortTime('2026-11-20T12:00:00Z', 'en', now).includes('2026'), true);
    equal(shortTime('2026-11-25T11:00:00Z', 'en', now).includes('2026'), false);
    equal(exactTime('2026-11-25T11:00:00Z', 'en').includes('November 25, 2026'), true);
  });
});
