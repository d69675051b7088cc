import assert from 'node:assert/strict';
import {
  makeLocator,
  type LocatorOptions,
  type PlaceAnswer,
  type PlaceProvider,
} from '../../src/clients/locator.ts';
import type { Place } from '../../src/domain/place/place.ts';

const MOSCOW: Place = {
  city: 'Moscow',
  country: 'Russia',
  countryCode: 'RU',
  latitude: 55.75,
  longitude: 37.61,
};
const UNKNOWN: PlaceAnswer = { outcome: 'unknown' };
const UNAVAILABLE: PlaceAnswer = { outcome: 'unavailable' };

interface ScriptedProvider extends PlaceProvider {
  asked: string[];
  answer: PlaceAnswer;
}

function scripted(answer: PlaceAnswer, name = 'scripted'): ScriptedProvider {
  const provider: ScriptedProvider = {
    name,
    answer,
    asked: [],
    find: (ip) => {
      provider.asked.push(ip);
      return Promise.resolve(provider.answer);
    },
  };
  return provider;
}

describe('makeLocator', () => {
  let time = 0;
  let lines: unknown[] = [];

  const locatorOf = (providers: PlaceProvider[], options: Partial<LocatorOptions> = {}) =>
    makeLocator({
      providers,
      now: () => new Date(time),
      log: (...line) => lines.push(line),
      ttlMs: 10_000,
      unknownTtlMs: 1000,
      unavailableTtlMs: 100,
      ...options,
    });

  beforeEach(() => {
    time = 0;
    lines = [];
  });

  it('gives what the first provider finds and asks no other', async () => {
    const [first, second] = [scripted({ outcome: 'found', place: MOSCOW }), scripted(UNKNOWN)];
    assert.deepEqual(await locatorOf([first, second]).locate('77.88.55.242'), MOSCOW);
    assert.deepEqual(first.asked, ['77.88.55.242']);
    assert.deepEqual(second.asked, []);
  });

  for (const answer of [UNKNOWN, UNAVAILABLE]) {
    it(`goes on to the next provider when one answers "${answer.outcome}"`, async () => {
      const second = scripted({ outcome: 'found', place: MOSCOW });
      assert.deepEqual(await locatorOf([scripted(answer), second]).locate('77.88.55.242'), MOSCOW);
    });
  }

  it('goes on to the next provider when one throws, and logs no message of the error', async () => {
    const broken: PlaceProvider = {
      name: 'broken',
      find: (ip) => Promise.reject(new RangeError(`no place for ${ip}`)),
    };
    const locator = locatorOf([broken, scripted({ outcome: 'found', place: MOSCOW })]);
    assert.deepEqual(await locator.locate('77.88.55.242'), MOSCOW);
    assert.match(JSON.stringify(lines), /broken.*RangeError/);
    assert.doesNotMatch(JSON.stringify(lines), /77\.88/);
  });

  it('is null where no provider knows, and where there is none', async () => {
    assert.equal(await locatorOf([scripted(UNKNOWN)]).locate('77.88.55.242'), null);
    assert.equal(await locatorOf([]).locate('77.88.55.242'), null);
  });

  it('asks nobody about an address that is reserved, malformed or missing', async () => {
    const provider = scripted({ outcome: 'found', place: MOSCOW });
    const locator = locatorOf([provider]);
    for (const ip of [
      '127.0.0.1',
      '10.1.2.3',
      '::ffff:192.168.0.1',
      '::1',
      'fd00::1',
      '2002:4d58:37f2::1',
      'localhost',
      '',
      null,
    ]) {
      assert.equal(await locator.locate(ip), null, String(ip));
    }
    assert.deepEqual(provider.asked, []);
  });

  it('hands addresses over in canonical form', async () => {
    const provider = scripted(UNKNOWN);
    const locator = locatorOf([provider]);
    await locator.locate('::FFFF:77.88.55.242');
    await locator.locate('2A02:06B8::2:242');
    assert.deepEqual(provider.asked, ['77.88.55.242', '2a02:6b8::2:242']);
  });

  it('asks once for all addresses of a /24 or a /48', async () => {
    const provider = scripted({ outcome: 'found', place: MOSCOW });
    const locator = locatorOf([provider]);
    await locator.locate('77.88.55.242');
    assert.deepEqual(await locator.locate('77.88.55.1'), MOSCOW);
    await locator.locate('77.88.56.1');
    await locator.locate('2a02:6b8::2:242');
    assert.deepEqual(await locator.locate('2a02:6b8:0:ffff::1'), MOSCOW);
    await locator.locate('2a02:6b8:1::1');
    assert.deepEqual(provider.asked, [
      '77.88.55.242',
      '77.88.56.1',
      '2a02:6b8::2:242',
      '2a02:6b8:1::1',
    ]);
  });

  const lifetimes: [title: string, answer: PlaceAnswer, ttlMs: number][] = [
    ['a place', { outcome: 'found', place: MOSCOW }, 10_000],
    ['that a network is unknown', UNKNOWN, 1000],
    ['that a provider could not be asked', UNAVAILABLE, 100],
  ];
  for (const [title, answer, ttlMs] of lifetimes) {
    it(`remembers ${title} for its time and no longer`, async () => {
      const provider = scripted(answer);
      const locator = locatorOf([provider]);
      await locator.locate('77.88.55.242');
      time += ttlMs - 1;
      await locator.locate('77.88.55.242');
      assert.equal(provider.asked.length, 1);
      time += 1;
      await locator.locate('77.88.55.242');
      assert.equal(provider.asked.length, 2);
    });
  }

  it('remembers no longer than an outage when only one of two providers did not know', async () => {
    const [first, second] = [scripted(UNAVAILABLE), scripted(UNKNOWN)];
    const locator = locatorOf([first, second]);
    assert.equal(await locator.locate('77.88.55.242'), null);
    first.answer = { outcome: 'found', place: MOSCOW };
    time += 100;
    assert.deepEqual(await locator.locate('77.88.55.242'), MOSCOW);
  });

  it('remembers no more networks than it may', async () => {
    const provider = scripted({ outcome: 'found', place: MOSCOW });
    const locator = locatorOf([provider], { cacheSize: 2 });
    for (const ip of ['77.88.1.1', '77.88.2.1', '77.88.3.1', '77.88.3.2', '77.88.1.1']) {
      await locator.locate(ip);
    }
    assert.deepEqual(provider.asked, ['77.88.1.1', '77.88.2.1', '77.88.3.1', '77.88.1.1']);
  });

  it('shares one request among all who want the same network at the same time', async () => {
    const { promise, resolve } = Promise.withResolvers<PlaceAnswer>();
    let asked = 0;
    const slow: PlaceProvider = {
      name: 'slow',
      find: () => {
        asked += 1;
        return promise;
      },
    };
    const locator = locatorOf([slow]);
    const answers = Promise.all([
      locator.locate('77.88.55.1'),
      locator.locate('77.88.55.2'),
      locator.locate('77.88.55.3'),
    ]);
    resolve({ outcome: 'found', place: MOSCOW });
    assert.deepEqual(await answers, [MOSCOW, MOSCOW, MOSCOW]);
    assert.equal(asked, 1);
  });
});
