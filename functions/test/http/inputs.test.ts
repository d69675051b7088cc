import assert from 'node:assert/strict';
import { noInput, registerInput, revokeInput, updateInput } from '../../src/http/inputs.ts';
import { parseInput } from '../../src/http/parseInput.ts';

const device = { deviceId: 'installation-1', deviceName: 'iPhone', deviceType: 'IOS' };
const wrong = (field: string) => (error: { reason: string; details: unknown; message: string }) => {
  assert.equal(error.reason, 'invalid_input');
  assert.deepEqual(error.details, { field });
  assert.match(error.message, new RegExp(`"${field}"`));
  return true;
};

describe('the input of registerSession', () => {
  it('fills what is absent or null with null', () => {
    const expected = {
      ...device,
      platform: null,
      appVersion: null,
      pushToken: null,
      locale: null,
    };
    assert.deepEqual(parseInput(registerInput, device), expected);
    assert.deepEqual(parseInput(registerInput, expected), expected);
  });

  it('takes every field at its largest', () => {
    const largest = {
      deviceId: 'x'.repeat(128),
      deviceName: '📱'.repeat(100),
      deviceType: 'WEB',
      platform: 'p'.repeat(64),
      appVersion: 'v'.repeat(32),
      pushToken: 't'.repeat(4096),
      locale: 'zh-Hant-TW',
    };
    assert.deepEqual(parseInput(registerInput, largest), {
      ...largest,
      pushToken: { kind: 'token', value: largest.pushToken },
    });
  });

  it('cleans a hostile name', () => {
    const { deviceName } = parseInput(registerInput, {
      ...device,
      deviceName: ' \u202eiP\u200bad\n',
    });
    assert.equal(deviceName, 'iPad');
  });

  const refusals: [field: string, value: unknown][] = [
    ['deviceId', 'short'],
    ['deviceId', 'x'.repeat(129)],
    ['deviceId', 'installation/1'],
    ['deviceId', 42],
    ['deviceName', ''],
    ['deviceName', '\u200b\u202e\u3164 '],
    ['deviceName', 'x'.repeat(101)],
    ['deviceName', 'x\u200b'.repeat(501)],
    ['deviceName', { toString: 'x' }],
    ['deviceType', 'ios'],
    ['platform', 'p'.repeat(65)],
    ['appVersion', 'v'.repeat(33)],
    ['pushToken', 't'.repeat(4097)],
    ['pushToken', 'two words'],
    ['pushToken', ''],
    ['locale', 'not_a_tag!'],
    ['locale', ['en']],
    ['extra', 'anything'],
    ['__proto__x', 1],
  ];
  for (const [field, value] of refusals) {
    it(`refuses ${field} = ${JSON.stringify(value)?.slice(0, 40)}`, () => {
      assert.throws(() => parseInput(registerInput, { ...device, [field]: value }), wrong(field));
    });
  }

  for (const field of ['deviceId', 'deviceName', 'deviceType'] as const) {
    it(`asks for ${field} by name when it is missing`, () => {
      const { [field]: _, ...rest } = device;
      assert.throws(() => parseInput(registerInput, rest), wrong(field));
    });
  }

  it('refuses what is no object, and repeats no value in its message', () => {
    for (const input of ['text', 7, [device]]) {
      assert.throws(() => parseInput(registerInput, input), wrong('data'));
    }
    assert.throws(
      () => parseInput(registerInput, { ...device, pushToken: 'secret value' }),
      (error: Error) => !error.message.includes('secret'),
    );
  });
});

describe('the other inputs', () => {
  it('tell "leave it" from "clear it" in an update', () => {
    assert.deepEqual(parseInput(updateInput, {}), {});
    assert.deepEqual(parseInput(updateInput, { pushToken: null }), { pushToken: null });
    assert.throws(() => parseInput(updateInput, { deviceName: null }), wrong('deviceName'));
    assert.throws(() => parseInput(updateInput, { deviceId: 'installation-2' }), wrong('deviceId'));
  });

  it('take a session id of exactly its form', () => {
    assert.throws(() => parseInput(revokeInput, {}), wrong('sessionId'));
    for (const sessionId of ['', 'a/b', 'x'.repeat(21), 'x'.repeat(23), null, 5]) {
      assert.throws(() => parseInput(revokeInput, { sessionId }), wrong('sessionId'));
    }
  });

  it('take nothing where nothing is asked', () => {
    assert.deepEqual(parseInput(noInput, null), {});
    assert.deepEqual(parseInput(noInput, undefined), {});
    assert.throws(() => parseInput(noInput, { all: true }), wrong('all'));
  });
});
