import assert from 'node:assert/strict';
import { placeOfRecord } from '../../src/clients/mmdbRecord.ts';

describe('placeOfRecord', () => {
  it('reads the flat shape of DB-IP', () => {
    assert.deepEqual(
      placeOfRecord({
        city: 'Moscow',
        country_code: 'RU',
        latitude: 55.75,
        longitude: 37.61,
        postcode: '',
        state1: 'Moscow',
      }),
      { city: 'Moscow', country: 'Russia', countryCode: 'RU', latitude: 55.75, longitude: 37.61 },
    );
  });

  it("reads MaxMind's shape, in English", () => {
    assert.deepEqual(
      placeOfRecord({
        city: { geoname_id: 524901, names: { de: 'Moskau', en: 'Moscow' } },
        country: { iso_code: 'RU', names: { de: 'Russland', en: 'Russia' } },
        registered_country: { iso_code: 'NL', names: { en: 'Netherlands' } },
        location: { latitude: 55.75, longitude: 37.61, accuracy_radius: 10 },
      }),
      { city: 'Moscow', country: 'Russia', countryCode: 'RU', latitude: 55.75, longitude: 37.61 },
    );
  });

  for (const record of [{ country_code: 'RU' }, { country: { iso_code: 'RU' } }]) {
    it(`gives no coordinates from a country database: ${JSON.stringify(record)}`, () => {
      assert.deepEqual(placeOfRecord(record), {
        city: null,
        country: 'Russia',
        countryCode: 'RU',
        latitude: null,
        longitude: null,
      });
    });
  }

  for (const record of [null, undefined, 7, 'Moscow', [], {}, { city: '', country_code: '' }]) {
    it(`is null for ${JSON.stringify(record)}`, () => {
      assert.equal(placeOfRecord(record), null);
    });
  }
});
