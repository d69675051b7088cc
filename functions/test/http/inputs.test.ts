import assert from 'node:assert/strict';
import {
  listInput,
  listEventsInput,
  registerInput,
  renameInput,
  revokeInput,
  signOutInput,
  updateInput,
} from '../../src/http/inputs.ts';
import { parseInput } from '../../src/http/parseInput.ts';

const device = { deviceId: 'installation-1-of-alice', deviceName: 'iPhone', deviceType: 'IOS' };
const fid = (value: string) => ({ kind: 'fid', value });
const both = { pushToken: 't', pushInstallationId: 'f' };
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
      deviceToken: null,
      refreshToken: null,
      attempt: null,
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
      pushToken: 't'.repeat(1024),
      locale: 'zh-Hant-TW',
      deviceToken: 'd'.repeat(512),
      refreshToken: 'r'.repeat(512),
      attempt: 'a'.repeat(128),
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

  const liberal: [what: string, given: object, read: object][] = [
    ['cuts a long name', { deviceName: 'x'.repeat(101) }, { deviceName: 'x'.repeat(100) }],
    [
      'cuts a very long name',
      { deviceName: 'x\u200b'.repeat(9000) },
      { deviceName: 'x'.repeat(100) },
    ],
    ['cuts no emoji in two', { deviceName: `${'x'.repeat(98)}👨‍👩‍👧` }, { deviceName: 'x'.repeat(98) }],
    ['cuts platform', { platform: 'p'.repeat(65) }, { platform: 'p'.repeat(64) }],
    ['cuts appVersion', { appVersion: `${'v'.repeat(31)} beta` }, { appVersion: 'v'.repeat(31) }],
    ['names an iOS device without a name', { deviceName: '' }, { deviceName: 'iOS device' }],
    [
      'names an Android device of whose name nothing is visible',
      { deviceName: ' \u200b\u202e\u3164', deviceType: 'ANDROID' },
      { deviceName: 'Android device', deviceType: 'ANDROID' },
    ],
    [
      'names a browser whose name is nothing but marks',
      { deviceName: '\u0301\u200d', deviceType: 'WEB' },
      { deviceName: 'Web browser', deviceType: 'WEB' },
    ],
    [
      'keeps joiners and emoji',
      { deviceName: 'گوشی می\u200cرا 👩🏽‍💻' },
      { deviceName: 'گوشی می\u200cرا 👩🏽‍💻' },
    ],
    ['never takes half a character', { deviceName: 'a\ud83d' }, { deviceName: 'a' }],
    ['takes an empty platform for none', { platform: ' ' }, { platform: null }],
    ['takes an empty appVersion for none', { appVersion: '' }, { appVersion: null }],
    ['takes an empty push token for none', { pushToken: '' }, { pushToken: null }],
    ['takes an installation id', { pushInstallationId: ' cAb_-9 ' }, { pushToken: fid('cAb_-9') }],
    ['takes an empty installation id for none', { pushInstallationId: '' }, { pushToken: null }],
    [
      'takes one beside a token that is none',
      { pushToken: '', pushInstallationId: 'f' },
      { pushToken: fid('f') },
    ],
    ['trims a push token', { pushToken: ' a:b\n' }, { pushToken: { kind: 'token', value: 'a:b' } }],
    ['reads a locale with an underscore', { locale: 'en_US' }, { locale: 'en-US' }],
    ['takes an empty locale for none', { locale: '' }, { locale: null }],
    ['takes a locale that nobody can read for none', { locale: '!' }, { locale: null }],
    [
      'passes a device token on as it is',
      { deviceToken: 'any thing' },
      { deviceToken: 'any thing' },
    ],
    ['takes a device token that is too long for none', { deviceToken: 'x'.repeat(513) }, {}],
    ['takes a refresh token that is too long for none', { refreshToken: 'x'.repeat(9000) }, {}],
    ['takes an empty device token for none', { deviceToken: '' }, {}],
  ];
  for (const [what, given, read] of liberal) {
    it(what, () => {
      const plain = parseInput(registerInput, device);
      assert.deepEqual(parseInput(registerInput, { ...device, ...given }), { ...plain, ...read });
    });
  }

  const refusals: [field: string, value: unknown][] = [
    ['deviceId', 'x'.repeat(21)],
    ['deviceId', 'x'.repeat(129)],
    ['deviceId', 'installation/1/of/alice'],
    ['deviceId', 42],
    ['deviceName', { toString: 'x' }],
    ['deviceName', null],
    ['deviceName', 15],
    ['deviceType', 'ios'],
    ['platform', 17.4],
    ['platform', ['iOS']],
    ['appVersion', true],
    ['pushToken', 't'.repeat(4097)],
    ['pushToken', 'two words'],
    ['pushToken', 'half a character \ud83d'.replaceAll(' ', '')],
    ['pushToken', { kind: 'token', value: 't' }],
    ['pushInstallationId', 'f'.repeat(129)],
    ['pushInstallationId', 'cAbC:APA91b'],
    ['pushInstallationId', 7],
    ['locale', ['en']],
    ['deviceToken', 7],
    ['refreshToken', ['x']],
    ['attempt', 'a'.repeat(15)],
    ['attempt', 'a'.repeat(129)],
    ['attempt', 'with a space and more'],
    ['attempt', ''],
    ['attempt', 1],
    ['extra', 'anything'],
    ['__proto__x', 1],
  ];
  for (const [field, value] of refusals) {
    it(`refuses ${field} = ${JSON.stringify(value)?.slice(0, 40)}`, () => {
      assert.throws(() => parseInput(registerInput, { ...device, [field]: value }), wrong(field));
    });
  }

  for (const [field, value] of [
    ...['deviceId', 'attempt'].map((name) => [name, 'secret!']),
    ...['pushToken', 'pushInstallationId', 'deviceType'].map((name) => [name, 'secret value']),
    ['extra', 'secret'],
  ] as [string, string][]) {
    it(`repeats no ${field} in its message`, () => {
      assert.throws(
        () => parseInput(registerInput, { ...device, [field]: value }),
        (error: Error) => !error.message.includes('secret'),
      );
    });
  }

  for (const field of ['deviceId', 'deviceName', 'deviceType'] as const) {
    it(`asks for ${field} by name when it is missing`, () => {
      const { [field]: _, ...rest } = device;
      assert.throws(() => parseInput(registerInput, rest), wrong(field));
    });
  }

  it('refuses what is no object', () => {
    for (const input of ['text', 7, [device]]) {
      assert.throws(() => parseInput(registerInput, input), wrong('data'));
    }
  });
});

describe('the other inputs', () => {
  it('tell "leave it" from "clear it" in an update', () => {
    assert.deepEqual(parseInput(updateInput, {}), {});
    assert.deepEqual(parseInput(updateInput, { pushToken: null }), { pushToken: null });
    const none = { pushToken: null };
    assert.deepEqual(parseInput(updateInput, { pushInstallationId: null }), none);
    assert.deepEqual(parseInput(updateInput, { ...none, pushInstallationId: '' }), none);
    assert.throws(() => parseInput(updateInput, { deviceName: null }), wrong('deviceName'));
    assert.throws(() => parseInput(updateInput, { deviceId: 'installation-2' }), wrong('deviceId'));
  });

  it('reach a device in one way: by a token or by an installation id', () => {
    const pushToken = fid('f');
    assert.deepEqual(parseInput(updateInput, { pushInstallationId: 'f' }), { pushToken });
    const given = { pushToken: null, pushInstallationId: 'f' };
    assert.deepEqual(parseInput(updateInput, given), { pushToken });
    const one = { pushToken: 't', pushInstallationId: null };
    assert.deepEqual(parseInput(updateInput, one), { pushToken: { kind: 'token', value: 't' } });
    assert.throws(() => parseInput(updateInput, both), wrong('pushInstallationId'));
    assert.throws(
      () => parseInput(registerInput, { ...device, ...both }),
      wrong('pushInstallationId'),
    );
  });

  it('are as liberal in an update', () => {
    assert.deepEqual(
      parseInput(updateInput, {
        platform: '',
        appVersion: 'v'.repeat(40),
        pushToken: '',
        locale: 'pt_BR',
      }),
      { platform: null, appVersion: 'v'.repeat(32), pushToken: null, locale: 'pt-BR' },
    );
    assert.equal(parseInput(updateInput, { deviceName: 'x'.repeat(101) }).deviceName?.length, 100);
  });

  it('leave the name where nothing of the new one is visible', () => {
    assert.equal(parseInput(updateInput, { deviceName: '\u200b ' }).deviceName, undefined);
    const sessionId = 'A'.repeat(22);
    assert.deepEqual(parseInput(renameInput, { sessionId, deviceName: ' Mine\u202e' }), {
      sessionId,
      deviceName: 'Mine',
    });
    assert.equal(parseInput(renameInput, { sessionId, deviceName: '' }).deviceName, null);
    assert.throws(() => parseInput(renameInput, { sessionId }), wrong('deviceName'));
  });

  it('say whether signing out forgets the device: not unless asked', () => {
    assert.deepEqual(parseInput(signOutInput, undefined), { forget: false });
    assert.deepEqual(parseInput(signOutInput, { forget: true }), { forget: true });
    assert.throws(() => parseInput(signOutInput, { forget: 'true' }), wrong('forget'));
  });

  it('take the page token that was given out', () => {
    assert.deepEqual(parseInput(listEventsInput, {}), {});
    assert.deepEqual(parseInput(listEventsInput, { pageToken: 'abc' }), { pageToken: 'abc' });
    for (const pageToken of ['', 'two words', 'x'.repeat(513), 7, null]) {
      assert.throws(() => parseInput(listEventsInput, { pageToken }), wrong('pageToken'));
    }
  });

  it('take a session id of exactly its form', () => {
    assert.throws(() => parseInput(revokeInput, {}), wrong('sessionId'));
    const reserved = `__${'x'.repeat(18)}__`;
    for (const sessionId of ['', 'a/b', 'x'.repeat(21), 'x'.repeat(23), reserved, null, 5]) {
      assert.throws(() => parseInput(revokeInput, { sessionId }), wrong('sessionId'));
    }
  });

  it('take nothing where nothing must be given', () => {
    assert.deepEqual(parseInput(listInput, null), {});
    assert.deepEqual(parseInput(listInput, undefined), {});
    assert.throws(() => parseInput(listInput, { all: true }), wrong('all'));
  });
});
