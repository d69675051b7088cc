import assert from 'node:assert/strict';
import { makeExpiringCache } from '../src/expiringCache.ts';
import type { Place } from '../src/domain/place/place.ts';

const PLACE: Place = {
  city: 'Moscow',
  country: 'Russia',
  countryCode: 'RU',
  latitude: null,
  longitude: null,
};

describe('makeExpiringCache', () => {
  let time = 0;
  const now = () => new Date(time);

  it('tells what is remembered, no place included, from what is not', () => {
    const cache = makeExpiringCache<Place | null>({ size: 2, now });
    cache.set('a', PLACE, 1000);
    cache.set('b', null, 1000);
    assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c')], [PLACE, null, undefined]);
  });

  it('forgets each entry at its own end', () => {
    const cache = makeExpiringCache<Place | null>({ size: 2, now });
    cache.set('a', PLACE, 1000);
    cache.set('b', PLACE, 2000);
    time += 1000;
    assert.equal(cache.get('a'), undefined);
    assert.equal(cache.get('b'), PLACE);
  });

  it('drops the least recently used entry when full', () => {
    const cache = makeExpiringCache<Place | null>({ size: 2, now });
    cache.set('a', PLACE, 1000);
    cache.set('b', PLACE, 1000);
    cache.get('a');
    cache.set('c', PLACE, 1000);
    assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c')], [PLACE, undefined, PLACE]);
  });

  it('does not drop anything when an entry is renewed', () => {
    const cache = makeExpiringCache<Place | null>({ size: 2, now });
    cache.set('a', PLACE, 1000);
    cache.set('b', PLACE, 1000);
    cache.set('b', null, 1000);
    assert.equal(cache.get('a'), PLACE);
    assert.equal(cache.get('b'), null);
  });
});
