import assert from 'node:assert/strict';
import { distanceKm } from '../../../src/domain/alert/loginSignals.ts';

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
