import assert from 'node:assert/strict';
import type { Account, Device } from '../../../src/domain/account/account.ts';
import { hashed } from '../../../src/domain/account/accountId.ts';
import {
  erasePersonalData,
  maxClosed,
  maxKnown,
  maxMarks,
  maxOthers,
  tidy,
} from '../../../src/domain/account/bounds.ts';
import type { OutboxEntry } from '../../../src/domain/account/outboxEntry.ts';
import { toAccountFields } from '../../../src/store/accountFields.ts';
import { account, ago, device, moment, now, openSession, using, waiting } from '../accounts.ts';

function tidied(fields: Partial<Account>, limits = {}): Account {
  const one = account(fields);
  tidy(one, moment(limits));
  return one;
}

const keysOf = ({ devices }: Account) => Object.keys(devices).sort();

describe('what is remembered of devices', () => {
  const gone = { standing: 'new' as const, lastSeenAt: ago({ days: 40 }) };
  const cases: [what: string, device: Device, isKept: boolean][] = [
    ['one that has a session', waiting({}), true],
    ['a known one', device({ lastSeenAt: ago({ days: 29 }) }), true],
    ['no known one after RETENTION_DAYS', device({ lastSeenAt: ago({ days: 30 }) }), false],
    ['a closed one', device({ standing: 'closed', lastSeenAt: ago({ days: 29 }) }), true],
    [
      'no closed one after RETENTION_DAYS',
      device({ standing: 'closed', lastSeenAt: ago({ days: 30 }) }),
      false,
    ],
    ['no new one', device({ standing: 'new' }), false],
    ['one that may still say "no"', device({ ...gone, mayDenyUntil: ago({ days: -1 }) }), true],
    ['no longer than that', device({ ...gone, mayDenyUntil: now }), false],
    [
      'a new one while one of its sign-ins matters',
      device({ standing: 'new', signIns: [{ second: secondsAgo(600), isSpent: true }] }),
      true,
    ],
    [
      'no longer than that',
      device({ standing: 'new', signIns: [{ second: secondsAgo(601), isSpent: true }] }),
      false,
    ],
    ['a new one for an hour after it registered', registeredAgo(3600), true],
    ['no longer than that hour', registeredAgo(3601), false],
  ];
  for (const [what, one, isKept] of cases) {
    it(`is ${what}`, () => {
      assert.deepEqual(keysOf(tidied({ devices: { one } })), isKept ? ['one'] : []);
    });
  }

  it('is no push token once a device without a session may say "no" no more', () => {
    const pushToken = { kind: 'token' as const, value: 'push', setAt: now };
    const one = device({ pushToken, mayDenyUntil: now });
    assert.equal(tidied({ devices: { one } }).devices.one?.pushToken, null);
  });

  it('is one that the outbox names', () => {
    const devices = { one: device({ standing: 'new' }), two: device({ standing: 'new' }) };
    assert.deepEqual(keysOf(tidied({ devices, outbox: [login('one')] })), ['one']);
  });

  it('are sign-ins from before the roll-out, while people sign in with such', () => {
    const old = { second: secondsAgo(86_400), isSpent: false };
    const devices = { one: device({ signIns: [old] }) };
    const rollOutAt = ago({ hours: 1 });
    assert.deepEqual(tidied({ devices }, { rollOutAt }).devices.one?.signIns, [old]);
    assert.deepEqual(tidied({ devices }).devices.one?.signIns, []);
  });

  it('is the whole account, as long as the roll-out may meet one of its sign-ins', () => {
    const devices = { one: device({ signIns: [{ second: secondsAgo(86_400), isSpent: true }] }) };
    const limits = { rollOutAt: ago({ days: -40 }), retentionDays: 30 };
    assert.deepEqual(tidied({ devices }, limits).deleteAt, ago({ days: -70 }));
  });

  for (const [standing, most] of [
    ['known', maxKnown],
    ['closed', maxClosed],
  ] as const) {
    it(`are ${most} ${standing} ones without a session at the most, the latest used`, () => {
      const devices = Object.fromEntries(
        Array.from({ length: most + 3 }, (_, at) => [
          `d${String(at).padStart(3, '0')}`,
          device({ standing, lastSeenAt: ago({ hours: at + 1 }) }),
        ]),
      );
      const open = using({ sessionId: 'open', createdAt: ago({ days: 20 }) });
      const oldest = `d${most + 2}`;
      const kept = keysOf(tidied({ devices: { ...devices, open }, outbox: [login(oldest)] }));
      assert.equal(kept.length, most + 2);
      assert.ok(kept.includes('open') && kept.includes(oldest) && kept.includes('d000'));
      assert.ok(!kept.includes(`d${most}`));
    });
  }
});

describe('devices of which little is remembered', () => {
  const waitingSince = (hours: number) =>
    device({
      standing: 'new',
      unanswered: {
        session: openSession({ confirmed: false, confirmsAt: ago({ days: -1 }) }),
        ...{ firstLoginAt: ago({ hours }), wasToldLater: false },
      },
    });
  const named = (count: number, make: (at: number) => Device) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`d${String(at).padStart(3, '0')}`, make(at)]),
    );

  it('wait for an answer where the open sessions leave room, those first that came first', () => {
    const limits = { sessionLimits: { total: 20, groups: [] } };
    const open = Object.fromEntries(
      Array.from({ length: 25 }, (_, at) => [`open${at}`, using({ sessionId: `s${at}` })]),
    );
    const devices = { ...named(8, (at) => waitingSince(100 - at)), ...open };
    const kept = keysOf(tidied({ devices }, limits)).filter((key) => key.startsWith('d'));
    assert.deepEqual(kept, ['d000', 'd001', 'd002', 'd003', 'd004']);
  });

  it(`are ${maxOthers} new ones at the most, the latest used, for their sign-ins`, () => {
    const signIns = [{ second: secondsAgo(60), isSpent: true }];
    const devices = named(maxOthers + 2, (at) =>
      device({ standing: 'new', lastSeenAt: ago({ seconds: at }), signIns }),
    );
    const kept = keysOf(tidied({ devices }));
    assert.deepEqual([kept.length, kept.at(-1)], [maxOthers, `d${maxOthers - 1}`]);
  });
});

describe('what else is remembered', () => {
  it('is an hour of logins on new devices, a day of alerts, half a year of countries', () => {
    const one = tidied({
      newDevices: [ago({ hours: 1 }), ago({ seconds: 3599 })].map((at) => {
        return { device: 'x', at, isCounted: true };
      }),
      alertedTimes: [ago({ days: 1 }), ...Array.from({ length: 12 }, () => ago({ hours: 1 }))],
      countries: [seen('DE', 180, true), seen('FR', 179, true)],
    });
    assert.deepEqual(
      [one.newDevices.length, one.alertedTimes.length, one.countries.map(({ code }) => code)],
      [1, 10, ['FR']],
    );
  });

  it('are fifty countries of each kind: what nobody confirmed pushes out none of the owner’s', () => {
    const countries = [
      ...Array.from({ length: 60 }, (_, at) => seen(`T${at}`, 1, false)),
      seen('DE', 170, true),
    ];
    const kept = tidied({ countries }).countries;
    assert.equal(kept.length, 51);
    assert.ok(kept.some(({ code }) => code === 'DE'));
  });

  it('is named by what is looked for', () => {
    const one = tidied({
      devices: {
        a: using({ sessionId: 'a', ip: '77.88.55.242' }),
        b: using({ sessionId: 'b' }, { pushToken: null }),
        c: using({ ip: '77.88.55.243', registeredAt: ago({ days: 5 }) }, { pushToken: null }),
      },
      // Of one without an address nothing is to be erased.
      outbox: [loginAt(ago({ days: 9 }), null)],
    });
    assert.deepEqual(
      [one.isOwed, one.pushTokens, one.eraseOn],
      [true, [hashed('push-a')], '2026-03-26'],
    );
    const at = ago({ days: 10 });
    const lastPlaces = { confirmed: null, latest: { latitude: 1, longitude: 2, at } };
    assert.equal(tidied({ lastPlaces }).eraseOn, '2026-03-21');
    const empty = tidied({ pushTokens: ['old'], isOwed: true, eraseOn: '2026-03-01' });
    assert.deepEqual([empty.isOwed, empty.pushTokens, empty.eraseOn], [false, [], null]);
  });

  it('goes RETENTION_DAYS after the last end, and not for a country or a place', () => {
    const devices = { a: using({ expiresAt: ago({ days: -10 }) }), b: device() };
    const { deleteAt } = tidied({ devices, countries: [seen('DE', 0, true)] });
    assert.deepEqual(deleteAt, ago({ days: -40 }));
    assert.ok(tidied({}).deleteAt <= now);
  });
});

describe('addresses and places', () => {
  it('go on their day, with those in the outbox', () => {
    const old = ago({ days: 30 });
    const place = (at: Date) => ({ latitude: 1, longitude: 2, at });
    const one = account({
      devices: { a: using({ ip: 'old', registeredAt: old }), b: using({ ip: 'new' }) },
      outbox: [loginAt(old, 'old'), loginAt(now, 'of today')],
      lastPlaces: { confirmed: place(old), latest: place(now) },
    });
    erasePersonalData(one, moment());
    assert.doesNotMatch(JSON.stringify(one), /"old"/);
    assert.deepEqual(one.lastPlaces, { confirmed: null, latest: place(now) });
    assert.equal(one.devices.b?.session?.ip, 'new');
    assert.match(JSON.stringify(one.outbox), /of today/);
  });
});

describe('an account at every bound at once', () => {
  for (const [letter, tokenLength, most, what] of [
    // Google's push tokens are no longer; most writings take two bytes a letter at the most.
    ['д', 200, 700_000, '700 KB'],
    [
      '\u{1f4f1}',
      1024,
      1_040_000,
      'what Firestore takes, even with the longest tokens and all in emoji',
    ],
  ] as const) {
    it(`is under ${what}`, () => {
      const bytes = sizeOf(toAccountFields(fullAccount(letter, tokenLength)));
      assert.ok(bytes < most, `${bytes} bytes`);
    });
  }
});

function fullAccount(letter: string, tokenLength: number): Account {
  const one = account({ devices: {}, outbox: [] });
  const wide = (count: number) => letter.repeat(count);
  // As many as an hour takes, spread over it.
  const marks = Array.from({ length: maxMarks }, (_, at) => {
    return { second: secondsAgo(3540 - 59 * at), isSpent: false };
  });
  const spent = marks.map((mark) => ({ ...mark, isSpent: true }));
  // What an app may send at the most.
  const full = (at: number): Device =>
    waiting(
      {
        ...{ sessionId: `s${at}`.padEnd(22, 'x'), deviceName: wide(100), platform: wide(64) },
        ...{ appVersion: wide(32), location: 'l'.repeat(80), deviceId: 'd'.repeat(128) },
        ...{ deviceHash: 'h'.repeat(43), attemptHash: 'a'.repeat(43), officialApp: 'o'.repeat(60) },
        ...{
          ip: 'f'.repeat(39),
          signInProvider: 'p'.repeat(40),
          carriedClaims: { a: 'c'.repeat(900) },
        },
        signedInWith: { provider: 'p'.repeat(100), secondFactor: 'f'.repeat(100) },
        refresh: {
          currentNonce: 'n'.repeat(22),
          previousNonce: 'n'.repeat(22),
          rotatedAt: now,
        },
      },
      {
        installation: 'i'.repeat(22),
        pushToken: { kind: 'token', value: String(at).padEnd(tokenLength, 't'), setAt: now },
        lastSessionId: 'l'.repeat(22),
        ...{ signIns: marks, registrations: marks },
      },
    );
  const keys: string[] = [];
  const add = (key: string, added: Device) => {
    keys.push(key.padEnd(8, '_'));
    one.devices[key.padEnd(8, '_')] = added;
  };
  for (let at = 0; at < 110; at += 1) add(`o${at}`, full(at));
  for (let at = 0; at < maxKnown; at += 1) {
    const value = `k${at}`.padEnd(tokenLength, 't');
    const pushToken = { kind: 'token' as const, value, setAt: now };
    const mayDenyUntil = ago({ days: -7 });
    add(`k${at}`, device({ installation: 'i'.repeat(22), pushToken, mayDenyUntil }));
  }
  for (let at = 0; at < maxClosed; at += 1) {
    const installation = 'i'.repeat(22);
    const lately = at < 60 && { signIns: spent, registrations: spent };
    add(`c${at}`, device({ installation, standing: 'closed', ...lately }));
  }
  for (let at = 0; at < maxOthers; at += 1) {
    const once = [{ second: secondsAgo(at), isSpent: true }];
    const installation = 'i'.repeat(22);
    const lastSessionId = 'l'.repeat(22);
    const signedIn = { signIns: once, registrations: once };
    add(`n${at}`, device({ installation, standing: 'new', lastSessionId, ...signedIn }));
  }
  const about = keys.slice(0, 20);
  for (const receiver of keys.slice(0, 210)) {
    one.outbox.push({ kind: 'login_alert', ...frame(), receiver, about, more: 9 });
  }
  for (const receiver of keys.slice(0, 110)) {
    for (const what of [
      { kind: 'login_answered', wasMe: true },
      { kind: 'login_answered', wasMe: false },
      { kind: 'security_alert' },
    ] as const) {
      one.outbox.push({ ...what, ...frame(), receiver, about, more: 9 });
    }
    one.outbox.push({
      ...login(receiver),
      login: { ...login(receiver).login, deviceName: wide(100) },
    });
  }
  for (const device of keys.slice(0, 110)) {
    const { installation, pushToken } = one.devices[device]!;
    const { setAt, ...taken } = pushToken!;
    one.outbox.push({
      kind: 'take_token',
      ...frame(),
      device,
      installation,
      setAt,
      pushToken: taken,
    });
  }
  for (let at = 0; at < 60; at += 1) {
    const pushToken = { kind: 'token' as const, value: `f${at}`.padEnd(tokenLength, 't') };
    one.outbox.push({
      kind: 'force_logout',
      ...frame(),
      ...{ sessionId: 's'.repeat(22), device: keys[at]!, deviceType: 'ANDROID', pushToken },
    });
  }
  one.newDevices = Array.from({ length: 60 }, () => ({ device: 'k', at: now, isCounted: true }));
  one.countries = [true, false].flatMap((isConfirmed) =>
    Array.from({ length: 50 }, (_, at) => ({ code: `C${at}`, seenAt: now, isConfirmed })),
  );
  const answered = {
    ...{ device: 'd'.repeat(8), sessionId: 's'.repeat(22), hasEnded: true, isDenied: true },
    revokedCount: 1,
  };
  one.calls = Array.from({ length: 20 }, () => {
    return { callId: 'c'.repeat(22), result: answered };
  });
  tidy(one, moment());
  assert.equal(Object.keys(one.devices).length, 110 + maxKnown + maxClosed + maxOthers);
  return one;
}

function secondsAgo(seconds: number): number {
  return Math.floor(now.getTime() / 1000) - seconds;
}

function registeredAgo(seconds: number): Device {
  return device({
    standing: 'new',
    registrations: [{ second: secondsAgo(seconds), isSpent: false }],
  });
}

function loginAt(registeredAt: Date, ip: string | null): OutboxEntry {
  return { ...login('a'), login: { ...login('a').login, ip, registeredAt } };
}

function seen(code: string, days: number, isConfirmed: boolean) {
  return { code, seenAt: ago({ days }), isConfirmed };
}

function frame() {
  return { pushId: 'p'.repeat(22), attempts: 0, until: ago({ days: -7 }), notBefore: null };
}

function login(key: string): Extract<OutboxEntry, { kind: 'login' }> {
  const { sessionId, deviceName, deviceType, createdAt, registeredAt } = openSession();
  return {
    kind: 'login',
    ...frame(),
    device: key,
    login: {
      ...{ sessionId, deviceName, deviceType, createdAt, registeredAt, locale: null, ip: null },
      ...{ newDevice: true, accountChanged: false, alertsOthers: true },
      ...{ isHookDue: false, isAlerted: false },
    },
  };
}

/** As Firestore reckons: names and texts in UTF-8 and one byte more, eight for a time or a number. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 1;
  if (value instanceof Date || typeof value === 'number') return 8;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + sizeOf(one), 0);
  if (value === null || typeof value !== 'object') return 1;
  return Object.entries(value).reduce(
    (sum, [name, field]) => sum + Buffer.byteLength(name) + 1 + sizeOf(field),
    0,
  );
}
