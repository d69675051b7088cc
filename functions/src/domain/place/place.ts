// A place on the map as users see it.
// Whatever a source says is cleaned here, since it ends up on other people's lock screens.
import { cutText, toDisplayText } from '../session/displayText.ts';
import type { Coordinates } from '../session/session.ts';
import { isPlaceholder } from './placeholder.ts';

/** Where an address probably is. Names are English, clean and at most 100 characters long. */
export interface Place {
  readonly city: string | null;
  readonly country: string | null;
  /** ISO 3166-1 alpha-2, upper case ("XK" for Kosovo). */
  readonly countryCode: string | null;
  /** Degrees; both or neither, and only together with a city. */
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** What a source said, not yet trusted. */
export type PlaceSource = { [Field in keyof Place]?: unknown };

const MAX_NAME_LENGTH = 100;

// Codes that Intl has a name for ("Unknown Region", "European Union", "Pseudo-Accents") and that
// are no country: groupings and ISO 3166's user-assigned codes, of which only XK is in common use.
const NOT_A_COUNTRY = /^(?:AA|E[UZ]|Q[M-Z]|UN|X[A-JL-Z]|ZZ)$/;

/** "Moscow, Russia"; the country alone where the city is unknown or has the same name; else null. */
export function formatPlace(place: Place): string | null {
  const { city, country } = place;
  if (city === null || city === country) return country;
  return country === null ? city : `${city}, ${country}`;
}

/** Checks and cleans what a source said; null where it names neither a city nor a country. */
export function toPlace(source: PlaceSource): Place | null {
  const city = cleanName(source.city);
  const country = toCountry(source);
  if (city === null && country.name === null) return null;
  // Without a city the coordinates are a country's centre: a speed taken from them would be fiction.
  const coordinates = city === null ? null : toCoordinates(source.latitude, source.longitude);
  return {
    city,
    country: country.name,
    countryCode: country.code,
    ...(coordinates ?? { latitude: null, longitude: null }),
  };
}

function toCountry(source: PlaceSource): { name: string | null; code: string | null } {
  const { countryCode } = source;
  if (typeof countryCode !== 'string' || !/[\p{L}\p{N}]/u.test(countryCode)) {
    return { name: cleanName(source.country), code: null };
  }
  const code = toCountryCode(countryCode);
  // A code that is no country ("EU", "A1" for an anonymous proxy) comes with a name that is none.
  if (code === null) return { name: null, code: null };
  return { name: cleanName(source.country) ?? nameOfCountry(code) ?? null, code };
}

function toCountryCode(text: string): string | null {
  if (!/^[A-Za-z]{2}$/.test(text)) return null;
  // Maps aliases and codes of former countries to today's: UK → GB.
  const code = new Intl.Locale(`und-${text}`).region;
  if (code === undefined || NOT_A_COUNTRY.test(code)) return null;
  return nameOfCountry(code) === undefined ? null : code;
}

let countryNames: Intl.DisplayNames | undefined;

function nameOfCountry(code: string): string | undefined {
  countryNames ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  return countryNames.of(code);
}

function toCoordinates(latitude: unknown, longitude: unknown): Coordinates | null {
  if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) return null;
  // 0°, 0° is open sea: what sources write for "unknown".
  return latitude === 0 && longitude === 0 ? null : { latitude, longitude };
}

function isDegrees(value: unknown, limit: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= limit;
}

function cleanName(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const name = cutText(toDisplayText(value), MAX_NAME_LENGTH);
  return isPlaceholder(name) ? null : name;
}
