// What is unusual about a login: a country not seen for long, a distance nobody travels in the time.
import type { Account, SeenPlace } from '../account/account.ts';
import { countryDays } from '../account/bounds.ts';
import type { Place } from '../place/place.ts';
import { dayMs, hourMs } from '../session/policy.ts';
import type { Coordinates, LoginSignal } from '../session/session.ts';

/** Faster than any airliner. */
const maxSpeedKmh = 900;
/** Less than this is within what a place by IP may be wrong. */
const minDistanceKm = 100;
const earthRadiusKm = 6371;

/** `new_country` and `impossible_travel` only where there is something to compare with. */
export function loginSignals(
  { newDevice, registeredAt }: { newDevice: boolean; registeredAt: Date },
  place: Place | null,
  { countries, lastPlaces }: Pick<Account, 'countries' | 'lastPlaces'>,
): LoginSignal[] {
  const signals: LoginSignal[] = newDevice ? ['new_device'] : [];
  const oldest = registeredAt.getTime() - countryDays * dayMs;
  const seen = countries.filter(({ seenAt }) => seenAt.getTime() >= oldest);
  const code = place?.countryCode;
  if (code && seen.length > 0 && seen.every((one) => one.code !== code)) {
    signals.push('new_country');
  }
  const here = coordinatesOf(place);
  const places = [lastPlaces.confirmed, lastPlaces.latest].filter((one) => one !== null);
  if (here && places.some((there) => isImpossibleTravel(registeredAt, here, there))) {
    signals.push('impossible_travel');
  }
  return signals;
}

export function coordinatesOf(place: Place | null): Coordinates | null {
  return place?.latitude != null && place.longitude != null
    ? { latitude: place.latitude, longitude: place.longitude }
    : null;
}

function isImpossibleTravel(at: Date, here: Coordinates, there: SeenPlace): boolean {
  if (there.at > at) return false;
  const km = distanceKm(there, here);
  const hours = (at.getTime() - there.at.getTime()) / hourMs;
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
