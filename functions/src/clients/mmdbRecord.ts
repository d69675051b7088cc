// Reads a database record in either of the two shapes in use: DB-IP's flat one of npm
// ({city, country_code, latitude, longitude}) and MaxMind's ({city: {names}, country, location}).
import { toPlace, type Place } from '../domain/place/place.ts';

/** The place a record names, or null. A record of a country database gives no coordinates. */
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
