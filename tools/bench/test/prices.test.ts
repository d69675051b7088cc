import assert from 'node:assert/strict';
import { aloneDollars, busyDollars, firestoreDollars, servedMs } from '../support/prices.ts';

const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);

describe('the price of calls', () => {
  it('of Firestore is by reads, writes and deletes', () => {
    // 2 × 0.30 + 3 × 0.90 + 1 × 0.10
    close(firestoreDollars({ reads: 2, writes: 3, deletes: 1 }, 1e6), 3.4);
    close(firestoreDollars({ reads: 1, writes: 0, deletes: 0 }, 1e5), 0.03);
  });

  const cost = { roundTrips: 2, reads: 0, writes: 0, deletes: 0, outboundWaits: 0 };

  it('of a function is by what it waits for', () => {
    // 5 + 2 × 15, and 100 more.
    assert.equal(servedMs(cost), 35);
    assert.equal(servedMs({ ...cost, outboundWaits: 1 }), 135);
  });

  it('is rounded up to 100 ms where an instance serves one call at a time', () => {
    // 0.1 s × (0.000024 + 0.25 × 0.0000025) × 1e6 + 0.40
    close(aloneDollars(cost, 1e6), 2.8625);
    close(aloneDollars({ ...cost, outboundWaits: 1 }, 1e6), 5.325);
  });

  it('is by its share of the CPU where calls are served side by side', () => {
    // 0.005 s / 0.5 × 0.000024625 × 1e6 + 0.40
    close(busyDollars(1e6, 0.5), 0.64625);
  });
});
