import assert from 'node:assert/strict';
import { isPlaceholder } from '../../../src/domain/place/placeholder.ts';
import { formatPlace, toPlace } from '../../../src/domain/place/place.ts';

const placeholders = [
  ...['-', '--', '—', '?', '???', '*', '.', '…', '_', '0', '000', '-1', '(-)', '[]', '{}', '"-"'],
  ...[
    'Unknown',
    'UNKNOWN',
    'unknown',
    '(unknown)',
    '<unknown>',
    '"Unknown"',
    'Unknown.',
    '-Unknown-',
  ],
  ...['Unknown City', 'Unknown Country', 'unknown region', 'Unknown, Unknown', 'Unknown/Reserved'],
  ...['N/A', 'n/a', 'N.A.', 'NA', '#N/A', 'n.a', 'N-A', 'nd', 'N/D', 'TBD', 'NaN'],
  ...['null', 'NULL', '(null)', '<null>', '"null"', 'undefined', 'nil', '[object Object]', 'false'],
  ...['(none)', 'none', 'NONE', '-none-', 'not set', '(not set)', 'not specified', 'Unspecified'],
  ...['Not found', 'NOT_FOUND', 'not-found', 'Not Available', 'not available'],
  ...[
    'Not applicable',
    'NOT SUPPORTED',
    'No city',
    'No data',
    'No result',
    'Unavailable',
    'Unresolved',
  ],
  ...['Private', 'private', 'Private range', 'private IP', 'Private Address', 'Private network'],
  ...[
    'Reserved',
    'RESERVED',
    'reserved range',
    'Reserved IP Address',
    'IANA Reserved',
    'Reserved (IANA)',
  ],
  ...[
    'Loopback',
    'localhost',
    'Local network',
    'LAN',
    'Internal',
    'Intranet',
    'Bogon',
    'Unallocated',
  ],
  ...[
    'Anonymous Proxy',
    'Satellite Provider',
    'Invalid IP address.',
    'INVALID_IP_ADDRESS',
    'Error',
  ],
  'This parameter is unavailable for selected data file. Please upgrade the data file.',
  'RateLimited',
];

/** Places that a careless list would take for nothing. */
const places = [
  ...['Moscow', 'Å', 'Y', 'Ii', 'Nan', 'Nowhere', 'Reserve', 'Privas', 'Truth or Consequences'],
  ...[
    'Unalaska',
    'Uncasville',
    'Union City',
    'Notre-Dame',
    'No. 1 Village',
    'Nogales',
    'Nada',
    'Nara',
  ],
  ...['Local Ruins', 'Known', 'Invalides', 'Internal Ridge', 'Москва'],
  ...[
    '東京',
    '’s-Hertogenbosch',
    'Saint-Louis-du-Ha! Ha!',
    '100 Mile House',
    'Test Valley',
    'Namibia',
  ],
  ...['Nauru', 'Niue', 'New City', 'City of London', 'Mexico City', 'Private Bay', 'Otherton'],
];

describe('isPlaceholder', () => {
  for (const name of placeholders) {
    it(`takes ${JSON.stringify(name)} for no name`, () => {
      assert.equal(isPlaceholder(name), true);
    });
  }

  for (const name of places) {
    it(`takes ${name} for a name`, () => {
      assert.equal(isPlaceholder(name), false);
    });
  }
});

describe('a place', () => {
  const moscow = { city: 'Moscow', country: 'Russia', countryCode: 'RU' };

  it('has no city whose name is a placeholder, and no coordinates then', () => {
    for (const city of placeholders) {
      const place = toPlace({ ...moscow, city, latitude: 55.75, longitude: 37.61 });
      assert.ok(place);
      assert.equal(formatPlace(place), 'Russia', city);
      assert.equal(place.latitude, null);
    }
  });

  it('has the name of its code where the name of the country is a placeholder', () => {
    for (const country of placeholders) {
      assert.equal(toPlace({ ...moscow, country })?.country, 'Russia', country);
    }
  });

  it('is none where nothing but placeholders is known', () => {
    for (const name of placeholders) {
      assert.equal(toPlace({ city: name, country: name }), null, name);
      assert.equal(toPlace({ city: name, country: name, countryCode: '-' }), null, name);
    }
  });

  it('keeps its country where the code is nothing but punctuation', () => {
    const place = toPlace({ ...moscow, countryCode: '-' });
    assert.equal(place?.country, 'Russia');
    assert.equal(place?.countryCode, null);
  });
});
