import assert from 'node:assert/strict';
import {
  countryMemoryDays,
  distanceKm,
  loginSignals,
  rememberCountries,
} from '../../../src/domain/alert/loginSignals.ts';
import type { SessionSecrets } from '../../../src/domain/session/session.ts';

describe('distanceKm', () => {
  const moscow = { latitude: 55.7558, longitude: 37.6173 };
  const cases: [string, { latitude: number; longitude: number }, number][] = [
    ['here', moscow, 0],
    ['Berlin', { latitude: 52.52, longitude: 13.405 }, 1608],
    ['New York', { latitude: 40.7128, longitude: -74.006 }, 7510],
    ['the other side of the earth', { latitude: -55.7558, longitude: -142.3827 }, 20015],
  ];
  for (const [where, to, km] of cases) {
    it(`from Moscow to ${where} is about ${km} km`, () => {
      assert.ok(Math.abs(distanceKm(moscow, to) - km) <= 0.005 * km);
    });
  }
});

describe('what is unusual about a login', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3600_000);
  const place = (
    countryCode: string | null,
    latitude: number | null,
    longitude: number | null,
  ) => ({
    city: null,
    country: null,
    countryCode,
    latitude,
    longitude,
  });
  const berlin = place('DE', 52.52, 13.405);
  const moscowAt = (hours: number, change: object = {}) =>
    ({
      registeredAt: hoursAgo(hours),
      coordinates: { latitude: 55.7558, longitude: 37.6173 },
      countries: [{ code: 'RU', seenAt: hoursAgo(hours) }],
      ...change,
    }) as unknown as SessionSecrets;
  const signals = (where: typeof berlin | null, ...earlier: SessionSecrets[]) =>
    loginSignals({ registeredAt: now }, where, earlier);
  const countryOnly = ['new_device', 'new_country'];
  const cases: [string, string[], string[]][] = [
    ['nothing, without a place', signals(null, moscowAt(1)), ['new_device']],
    ['nothing, with nothing to compare with', signals(berlin), ['new_device']],
    ['nothing in the same country', signals(place('RU', 55.8, 37.6), moscowAt(1)), ['new_device']],
    ['a new country that a flight reaches', signals(berlin, moscowAt(1.8)), countryOnly],
    [
      'a journey faster than that',
      signals(berlin, moscowAt(1.7)),
      [...countryOnly, 'impossible_travel'],
    ],
    ['no journey from a login that came later', signals(berlin, moscowAt(-1)), countryOnly],
    [
      'no journey to where only a country is known',
      signals(place('DE', null, null), moscowAt(1)),
      countryOnly,
    ],
    [
      'a country not seen for 180 days',
      signals(place('RU', null, null), moscowAt(24 * (countryMemoryDays + 1)), {
        ...moscowAt(1),
        countries: [{ code: 'DE', seenAt: hoursAgo(1) }],
      }),
      countryOnly,
    ],
    [
      'no journey within what a place by IP may be wrong',
      signals(place('RU', 56.5, 37.6), moscowAt(0)),
      ['new_device'],
    ],
  ];
  for (const [what, found, expected] of cases) {
    it(`is ${what}`, () => assert.deepEqual(found, expected));
  }

  it('remembers each country once, when it was seen last', () => {
    const twice = moscowAt(1, {
      countries: [
        { code: 'RU', seenAt: hoursAgo(50) },
        { code: 'RU', seenAt: hoursAgo(2) },
        { code: 'DE', seenAt: hoursAgo(9) },
      ],
    });
    assert.deepEqual(rememberCountries(berlin, [twice], now), [
      { code: 'DE', seenAt: now },
      { code: 'RU', seenAt: hoursAgo(2) },
    ]);
  });
});
