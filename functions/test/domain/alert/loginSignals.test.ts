import assert from 'node:assert/strict';
import type { Account } from '../../../src/domain/account/account.ts';
import { distanceKm, loginSignals } from '../../../src/domain/alert/loginSignals.ts';
import type { Place } from '../../../src/domain/place/place.ts';
import { account, ago, now } from '../accounts.ts';

const moscow = { latitude: 55.7558, longitude: 37.6173 };

describe('distanceKm', () => {
  for (const [where, there, km] of [
    ['here', moscow, 0],
    ['Berlin', { latitude: 52.52, longitude: 13.405 }, 1608],
    ['New York', { latitude: 40.7128, longitude: -74.006 }, 7510],
    ['the other side of the earth', { latitude: -55.7558, longitude: -142.3827 }, 20015],
  ] as const) {
    it(`from Moscow to ${where} is about ${km} km`, () => {
      assert.ok(Math.abs(distanceKm(moscow, there) - km) < 10);
    });
  }
});

describe('what is unusual about a login', () => {
  const place = (countryCode: string, latitude: number, longitude: number): Place => ({
    ...{ city: null, country: null, countryCode, latitude, longitude },
  });
  const berlin = place('DE', 52.52, 13.405);
  const nearby = place('RU', 55.8, 37.6);
  const seen = (code: string, days: number, isConfirmed = true): Partial<Account> => ({
    countries: [{ code, seenAt: ago({ days }), isConfirmed }],
  });
  const wasIn = (hours: number, kind: 'confirmed' | 'latest' = 'latest'): Partial<Account> => ({
    lastPlaces: { confirmed: null, latest: null, [kind]: { ...moscow, at: ago({ hours }) } },
  });
  const countryOnly = ['new_device', 'new_country'];
  const cases: [
    what: string,
    place: Place | null,
    account: Partial<Account>,
    expected: string[],
  ][] = [
    ['nothing, without a place', null, seen('RU', 1), ['new_device']],
    ['nothing, with nothing to compare with', berlin, {}, ['new_device']],
    ['nothing in the same country', nearby, { ...seen('RU', 1), ...wasIn(1) }, ['new_device']],
    ['a new country', berlin, seen('RU', 1), countryOnly],
    ['a country not seen for half a year', berlin, seen('RU', 181), ['new_device']],
    ['no journey that a flight takes', berlin, { ...seen('RU', 1), ...wasIn(1.8) }, countryOnly],
    ['a journey that none takes', berlin, wasIn(1.7), ['new_device', 'impossible_travel']],
    [
      'also from the owner’s last place',
      berlin,
      wasIn(1.7, 'confirmed'),
      ['new_device', 'impossible_travel'],
    ],
    ['no journey from a later login', berlin, wasIn(-1), ['new_device']],
    ['no journey within what a place may be wrong', nearby, wasIn(0), ['new_device']],
  ];
  for (const [what, where, fields, expected] of cases) {
    it(`is ${what}`, () => {
      const login = { newDevice: true, registeredAt: now };
      assert.deepEqual(loginSignals(login, where, account(fields)), expected);
    });
  }

  it('says nothing of the device where that is not new', () => {
    const login = { newDevice: false, registeredAt: now };
    assert.deepEqual(loginSignals(login, nearby, account(seen('RU', 1))), []);
    assert.deepEqual(loginSignals(login, berlin, account(seen('RU', 1))), ['new_country']);
  });
});
