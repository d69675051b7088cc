import assert from 'node:assert/strict';
import { makeLocator, type PlaceAnswer, type PlaceProvider } from '../../src/clients/locator.ts';
import { moscow } from '../doubles/services.ts';

interface ScriptedProvider extends PlaceProvider {
  asked: string[];
  answer: PlaceAnswer;
}

function scripted(answer: PlaceAnswer): ScriptedProvider {
  const provider: ScriptedProvider = {
    name: 'scripted',
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

  const locatorOf = (providers: PlaceProvider[]) =>
    makeLocator({ providers, now: () => new Date(time), log: (...line) => lines.push(line) });

  beforeEach(() => {
    time = 0;
    lines = [];
  });

  it('gives what the first provider finds and asks no other', async () => {
    const [first, second] = [scripted(moscow), scripted('unknown')];
    assert.deepEqual(await locatorOf([first, second]).locate('77.88.55.242'), moscow);
    assert.deepEqual(first.asked, ['77.88.55.242']);
    assert.deepEqual(second.asked, []);
  });

  for (const answer of ['unknown', 'unavailable'] as const) {
    it(`goes on to the next provider when one answers "${answer}"`, async () => {
      const second = scripted(moscow);
      assert.deepEqual(await locatorOf([scripted(answer), second]).locate('77.88.55.242'), moscow);
    });
  }

  it('goes on to the next provider when one throws, and logs no message of the error', async () => {
    const broken: PlaceProvider = {
      name: 'broken',
      find: (ip) => Promise.reject(new RangeError(`no place for ${ip}`)),
    };
    const locator = locatorOf([broken, scripted(moscow)]);
    assert.deepEqual(await locator.locate('77.88.55.242'), moscow);
    assert.match(JSON.stringify(lines), /broken.*RangeError/);
    assert.doesNotMatch(JSON.stringify(lines), /77\.88/);
  });

  it('is null where no provider knows, and where there is none', async () => {
    assert.equal(await locatorOf([scripted('unknown')]).locate('77.88.55.242'), null);
    assert.equal(await locatorOf([]).locate('77.88.55.242'), null);
  });

  it('asks nobody about an address that is reserved, malformed or missing', async () => {
    const provider = scripted(moscow);
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
    const provider = scripted('unknown');
    const locator = locatorOf([provider]);
    await locator.locate('::FFFF:77.88.55.242');
    await locator.locate('2A02:06B8::2:242');
    assert.deepEqual(provider.asked, ['77.88.55.242', '2a02:6b8::2:242']);
  });

  it('asks once for all addresses of a /24 or a /48', async () => {
    const provider = scripted(moscow);
    const locator = locatorOf([provider]);
    await locator.locate('77.88.55.242');
    assert.deepEqual(await locator.locate('77.88.55.1'), moscow);
    await locator.locate('77.88.56.1');
    await locator.locate('2a02:6b8::2:242');
    assert.deepEqual(await locator.locate('2a02:6b8:0:ffff::1'), moscow);
    await locator.locate('2a02:6b8:1::1');
    assert.deepEqual(provider.asked, [
      '77.88.55.242',
      '77.88.56.1',
      '2a02:6b8::2:242',
      '2a02:6b8:1::1',
    ]);
  });

  const lifetimes: [title: string, answer: PlaceAnswer, ttlMs: number][] = [
    ['a place', moscow, 24 * 3_600_000],
    ['that a network is unknown', 'unknown', 3_600_000],
    ['that a provider could not be asked', 'unavailable', 60_000],
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
    const [first, second] = [scripted('unavailable'), scripted('unknown')];
    const locator = locatorOf([first, second]);
    assert.equal(await locator.locate('77.88.55.242'), null);
    first.answer = moscow;
    time += 60_000;
    assert.deepEqual(await locator.locate('77.88.55.242'), moscow);
  });

  it('remembers 2000 networks, and drops the least recently used one first', async () => {
    const provider = scripted(moscow);
    const locator = locatorOf([provider]);
    const addressOf = (network: number) => `77.${Math.trunc(network / 256)}.${network % 256}.1`;
    for (let network = 0; network < 2000; network += 1) await locator.locate(addressOf(network));
    for (const network of [0, 2000, 0, 1]) await locator.locate(addressOf(network));
    assert.deepEqual(provider.asked.slice(2000), [addressOf(2000), addressOf(1)]);
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
    resolve(moscow);
    assert.deepEqual(await answers, [moscow, moscow, moscow]);
    assert.equal(asked, 1);
  });
});
