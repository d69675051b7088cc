// What is unusual about a login: a country not seen for long, a distance nobody travels in the time.
import type { Place } from '../place/place.ts';
import { dayMs, hourMs } from '../session/policy.ts';
import type { LoginSignal } from '../push/loginAlert.ts';
import type { Coordinates, SeenCountry, SessionSecrets } from '../session/session.ts';

/** For how long a country counts as seen. */
export const countryMemoryDays = 180;
/** Faster than any airliner. */
export const maxSpeedKmh = 900;
/** Less than this is within what a place by IP may be wrong. */
const minDistanceKm = 100;
/** More than people visit; beyond that the oldest are forgotten. */
const maxCountries = 50;
const earthRadiusKm = 6371;

/** `new_device` always; the others only where there is something to compare with. */
export function loginSignals(
  login: Pick<SessionSecrets, 'registeredAt'>,
  place: Place | null,
  earlier: readonly SessionSecrets[],
): LoginSignal[] {
  const signals: LoginSignal[] = ['new_device'];
  const countries = seenCountries(earlier, login.registeredAt);
  const code = place?.countryCode;
  if (code && countries.length > 0 && countries.every((seen) => seen.code !== code)) {
    signals.push('new_country');
  }
  if (isImpossibleTravel(login.registeredAt, coordinatesOf(place), earlier)) {
    signals.push('impossible_travel');
  }
  return signals;
}

/** The countries of these sessions and of this place, each with when it was seen last. */
export function rememberCountries(
  place: Place | null,
  earlier: readonly SessionSecrets[],
  at: Date,
): SeenCountry[] {
  const others = seenCountries(earlier, at).filter(({ code }) => code !== place?.countryCode);
  const own = place?.countryCode ? [{ code: place.countryCode, seenAt: at }] : [];
  return [...own, ...others].slice(0, maxCountries);
}

export function coordinatesOf(place: Place | null): Coordinates | null {
  return place?.latitude != null && place.longitude != null
    ? { latitude: place.latitude, longitude: place.longitude }
    : null;
}

/** Each country once, the one seen last first. */
function seenCountries(records: readonly SessionSecrets[], now: Date): SeenCountry[] {
  const oldest = now.getTime() - countryMemoryDays * dayMs;
  const last = new Map<string, SeenCountry>();
  for (const seen of records.flatMap(({ countries }) => countries)) {
    const known = last.get(seen.code);
    if (seen.seenAt.getTime() < oldest || (known && known.seenAt >= seen.seenAt)) continue;
    last.set(seen.code, seen);
  }
  return [...last.values()].sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime());
}

function isImpossibleTravel(
  at: Date,
  here: Coordinates | null,
  earlier: readonly SessionSecrets[],
): boolean {
  const last = earlier
    .filter(({ registeredAt, coordinates }) => coordinates !== null && registeredAt <= at)
    .sort((a, b) => b.registeredAt.getTime() - a.registeredAt.getTime())[0];
  if (!here || !last?.coordinates) return false;
  const km = distanceKm(last.coordinates, here);
  const hours = (at.getTime() - last.registeredAt.getTime()) / hourMs;
  return km >= minDistanceKm && km > maxSpeedKmh * hours;
}

/** Along the earth's surface, by the haversine formula. */
export function distanceKm(from: Coordinates, to: Coordinates): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const h =
    half(from.latitude, to.latitude) +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      half(from.longitude, to.longitude);
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)));
}
