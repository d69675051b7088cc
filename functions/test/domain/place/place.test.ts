import assert from 'node:assert/strict';
import { formatPlace, toPlace, type Place } from '../../../src/domain/place/place.ts';

const MOSCOW: Place = {
  city: 'Moscow',
  country: 'Russia',
  countryCode: 'RU',
  latitude: 55.75,
  longitude: 37.61,
};

describe('formatPlace', () => {
  it('writes city and country', () => {
    assert.equal(formatPlace(MOSCOW), 'Moscow, Russia');
  });

  it('writes the country alone where no city is known', () => {
    assert.equal(formatPlace({ ...MOSCOW, city: null }), 'Russia');
  });

  it('writes the city alone where no country is known', () => {
    assert.equal(formatPlace({ ...MOSCOW, country: null }), 'Moscow');
  });

  it('does not say the name of a city state twice', () => {
    assert.equal(formatPlace({ ...MOSCOW, city: 'Singapore', country: 'Singapore' }), 'Singapore');
  });

  it('is null where neither is known', () => {
    assert.equal(formatPlace({ ...MOSCOW, city: null, country: null }), null);
  });
});

describe('toPlace', () => {
  it('names the country in English from its code', () => {
    assert.deepEqual(
      toPlace({ city: 'Moscow', countryCode: 'RU', latitude: 55.75, longitude: 37.61 }),
      MOSCOW,
    );
  });

  it("prefers the source's own name of the country", () => {
    assert.equal(toPlace({ country: 'Hong Kong', countryCode: 'HK' })?.country, 'Hong Kong');
    assert.equal(toPlace({ countryCode: 'HK' })?.country, 'Hong Kong SAR China');
  });

  const countries: [code: string, name: string, canonical: string][] = [
    ['TW', 'Taiwan', 'TW'],
    ['XK', 'Kosovo', 'XK'],
    ['TR', 'Türkiye', 'TR'],
    ['CI', 'Côte d’Ivoire', 'CI'],
    ['gb', 'United Kingdom', 'GB'],
    ['UK', 'United Kingdom', 'GB'],
  ];
  for (const [code, name, canonical] of countries) {
    it(`takes ${code} for ${name} (${canonical})`, () => {
      const place = toPlace({ countryCode: code });
      assert.equal(place?.country, name);
      assert.equal(place?.countryCode, canonical);
    });
  }

  for (const code of [
    'EU',
    'EZ',
    'UN',
    'QO',
    'ZZ',
    'XX',
    'XA',
    'XB',
    'AA',
    'AP',
    'A1',
    '001',
    'RUS',
  ]) {
    it(`takes ${code} for no country, whatever name comes with it`, () => {
      assert.equal(toPlace({ countryCode: code, country: 'Anonymous Proxy' }), null);
      assert.deepEqual(toPlace({ city: 'Moscow', countryCode: code }), {
        city: 'Moscow',
        country: null,
        countryCode: null,
        latitude: null,
        longitude: null,
      });
    });
  }

  it('keeps a country that comes as a name only', () => {
    const place = toPlace({ country: 'Russia', countryCode: null });
    assert.equal(place?.country, 'Russia');
    assert.equal(place?.countryCode, null);
  });

  it('strips control, bidi and zero-width characters and folds white space', () => {
    assert.equal(
      toPlace({ city: ' Mos\u0007c\u202Eow\u200B\r\n \u2028Hill\u0000\uD800 ' })?.city,
      'Moscow Hill',
    );
  });

  it('cuts names to 100 characters, never through one', () => {
    assert.equal(toPlace({ city: '😀'.repeat(150) })?.city, '😀'.repeat(100));
  });

  it('is null where a source says nothing usable', () => {
    assert.equal(toPlace({}), null);
    assert.equal(toPlace({ city: ' \u200B', country: 7, countryCode: '' }), null);
    assert.equal(toPlace({ latitude: 1, longitude: 1 }), null);
  });

  it("gives no coordinates without a city, since they would be the country's centre", () => {
    assert.equal(
      toPlace({ countryCode: 'US', latitude: 37.751, longitude: -97.822 })?.latitude,
      null,
    );
  });

  const refused: [title: string, latitude: unknown, longitude: unknown][] = [
    ['text', '55.75', '37.61'],
    ['half a pair', 55.75, undefined],
    ['NaN', NaN, 37.61],
    ['infinity', Infinity, 37.61],
    ['a latitude beyond the pole', 90.1, 37.61],
    ['a longitude beyond the date line', 55.75, -180.1],
    ['0°, 0°', 0, 0],
  ];
  for (const [title, latitude, longitude] of refused) {
    it(`takes no coordinates from ${title}`, () => {
      const place = toPlace({ city: 'Moscow', latitude, longitude });
      assert.equal(place?.latitude, null);
      assert.equal(place?.longitude, null);
    });
  }
});
