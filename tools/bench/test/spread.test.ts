import assert from 'node:assert/strict';
import { interleaved, spreadOf } from '../support/spread.ts';

describe('the spread of measurements', () => {
  it('is by the nearest rank, whatever the order', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.deepEqual(spreadOf(values), { min: 1, p50: 50, p95: 95, p99: 99, max: 100 });
  });

  it('of one is that one', () => {
    assert.deepEqual(spreadOf([7]), { min: 7, p50: 7, p95: 7, p99: 7, max: 7 });
  });

  it('leaves the values as they were', () => {
    const values = [3, 1, 2];
    spreadOf(values);
    assert.deepEqual(values, [3, 1, 2]);
  });

  it('of nothing is a mistake', () => {
    assert.throws(() => spreadOf([]), TypeError);
  });

  it('is taken of calls in turn, without the rounds that warm up', async () => {
    const called: string[] = [];
    const call = (name: string) => async () => void called.push(name);
    const spreads = await interleaved({ a: call('a'), b: call('b') }, { rounds: 2, warmUp: 1 });
    assert.deepEqual(called, ['a', 'b', 'a', 'b', 'a', 'b']);
    assert.deepEqual(Object.keys(spreads), ['a', 'b']);
  });
});
