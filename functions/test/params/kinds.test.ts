// What each kind of param takes, and that it takes nothing else.
import assert from 'node:assert/strict';
import type { Lifetime, SessionLifetimes } from '../../src/domain/session/policy.ts';
import { sessionLifetimes, sessionLimits } from '../../src/params/byDeviceType.ts';
import { carriedClaims, foreignCollection, ownFile, pageUrl } from '../../src/params/grammars.ts';
import { flag, namesOf, oneOf, optionalTime, wholeNumber } from '../../src/params/kinds.ts';
import type { Kind } from '../../src/params/param.ts';

const letters = namesOf('a or b', (name): name is 'a' | 'b' => name === 'a' || name === 'b');

const month: Lifetime = { idleSeconds: 2_592_000, longestSeconds: 31_536_000 };
const night: Lifetime = { idleSeconds: 43_200, longestSeconds: 604_800 };
const byType = (all: Lifetime, some: Partial<SessionLifetimes> = {}): SessionLifetimes => ({
  ...{ IOS: all, ANDROID: all, WEB: all },
  ...some,
});

interface Case {
  kind: Kind<unknown>;
  takes: [text: string, value: unknown][];
  refuses: string[];
}

const cases: Record<string, Case> = {
  'a whole number': {
    kind: wholeNumber(1, 3650),
    takes: [
      ['1', 1],
      ['365', 365],
      ['3650', 3650],
    ],
    refuses: [
      ...['', ' ', 'seven', '0', '3651', '-1', '+1', '0.5', '1.0', '1e3', '5m', '0x10', '007'],
      ...[' 7', '7 ', '7\n', '1_000', '1,000', '٣', 'NaN', 'Infinity', '99999999999'],
    ],
  },
  'a whole number that may be 0': {
    kind: wholeNumber(0, 10),
    takes: [['0', 0]],
    refuses: ['', '-0', '00', 'off', 'none', 'null'],
  },
  'a switch': {
    kind: flag,
    takes: [
      ...['true', 'TRUE', 'True', '1', 'yes', 'YES', 'on', 'On', 'y'].map(
        (text) => [text, true] as [string, unknown],
      ),
      ...['false', 'FALSE', '0', 'no', 'No', 'off', 'OFF', 'n'].map(
        (text) => [text, false] as [string, unknown],
      ),
    ],
    refuses: ['', ' true', 'true ', 'ture', '2', 'enabled', 'null', 'constructor', 'toString'],
  },
  'a list of names': {
    kind: letters,
    takes: [
      ['', []],
      ['a', ['a']],
      ['b, a', ['b', 'a']],
    ],
    refuses: ['c', 'a,c', 'a,,b', 'a,', ',', 'a;b', 'a,a', 'A'],
  },
  'one of two words': {
    kind: oneOf('accept', 'end'),
    takes: [['end', 'end']],
    refuses: ['', 'Accept', 'reject', 'accept,end'],
  },
  'a time': {
    kind: optionalTime,
    takes: [
      ['', null],
      ['2026-12-01T08:00:00Z', new Date('2026-12-01T08:00:00Z')],
      ['2026-12-01T08:00+02:00', new Date('2026-12-01T06:00:00Z')],
    ],
    refuses: [
      ...['2026-12-01', '2026-12-01T08:00:00', '1. 12. 2026', 'now', '1796112000'],
      ...['2026-02-30T08:00:00Z', '2026-13-01T08:00:00Z', '2026-12-01T25:00:00Z'],
    ],
  },
  'limits in all and by device type': {
    kind: sessionLimits,
    takes: [
      ['1', { total: 1, groups: [] }],
      ['100', { total: 100, groups: [] }],
      [
        '20,WEB:2,ANDROID+IOS:1',
        {
          total: 20,
          groups: [
            { deviceTypes: ['WEB'], most: 2 },
            { deviceTypes: ['ANDROID', 'IOS'], most: 1 },
          ],
        },
      ],
      ['2,WEB:2', { total: 2, groups: [{ deviceTypes: ['WEB'], most: 2 }] }],
    ],
    refuses: [
      ...['', '0', '101', '020', '1e2', '-1', '+5', '2.5', ' 20', '20 ', '20\n', 'twenty', '20,'],
      ...['20,WEB', '20,WEB:', '20,WEB:0', '20,web:2', '20,WINDOWS:1', '20,:2', '20,WEB:2,'],
      ...['20,WEB:2,WEB:3', '20,WEB+IOS:2,IOS:1', '20,WEB+WEB:1', '20,WEB+:1', '20,WEB:2;IOS:1'],
      ...['20,WEB: 2', '20, WEB:2', '20,WEB:2:3', '20,30', 'WEB:2', 'WEB:2,20', 'total:20'],
      ...['5,WEB:6'],
    ],
  },
  'lifetimes in all and by device type': {
    kind: sessionLifetimes,
    takes: [
      ['30d/365d', byType(month)],
      ['15m/15m', byType({ idleSeconds: 900, longestSeconds: 900 })],
      ['3650d/3650d', byType({ idleSeconds: 315_360_000, longestSeconds: 315_360_000 })],
      ['30d/365d,WEB:12h/7d', byType(month, { WEB: night })],
      ['30d/365d,WEB+IOS:12h/7d', byType(month, { WEB: night, IOS: night })],
      ['12h/7d,IOS:30d/365d,ANDROID:30d/365d', byType(month, { WEB: night })],
    ],
    refuses: [
      ...['', '30d', '30d/', '/365d', '30/365', '30d/365d/1d', '30d 365d', '30d/365d,'],
      ...[' 30d/365d'],
      ...['14m/1d', '0d/1d', '1d/0d', '2d/1d', '30d/3651d', '01d/7d', '1.5h/7d', '1e1d/365d'],
      ...['-1d/7d'],
      ...['900s/7d', '2w/8w', '1D/7D', '12H/7d', '1h30m/7d', '1 h/7d', '30d/365d\n', '٣d/365d'],
      ...['30d/365d,WEB', '30d/365d,WEB:', '30d/365d,WEB:12h', '30d/365d,web:12h/7d', 'WEB:12h/7d'],
      ...['30d/365d,WEB:5m/7d', '30d/365d,WEB:7d/12h', '30d/365d,WEB:12h/7d,WEB:1h/7d'],
      ...['30d/365d,TV:12h/7d', '30d/365d,WEB+WEB:12h/7d', '30d/365d,12h/7d'],
      ...['30d/365d;WEB:12h/7d'],
      ...['30d/365d,__proto__:12h/7d', `${'9'.repeat(400)}d/365d`],
    ],
  },
  'carried claims': {
    kind: carriedClaims,
    takes: [
      ['', []],
      ['role,orgId', ['role', 'orgId']],
    ],
    refuses: [
      ...['sid', 'device_id', 'role,sub', 'iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr'],
      ...['amr', 'azp', 'cnf', 'at_hash', 'c_hash', 'jti', 'nbf', 'firebase', 'user_id', 'uid'],
      ...['email', 'email_verified', 'phone_number', 'name', 'picture', 'sign_in_provider'],
      ...['given_name', 'preferred_username', 'locale', 'address', 'updated_at', 'tenant_id'],
      ...['role,role', 'a b', '1st', 'a.b', 'role,', '__proto__', 'firebase_role'],
    ],
  },
  'a collection': {
    kind: foreignCollection,
    takes: [
      ['', null],
      ['mail', 'mail'],
    ],
    refuses: [
      ...['deviceSessions', 'deviceSessionAccounts', 'deviceSessionEvents'],
      ...['a/b', '.', '..', '__mail__', 'a b'],
    ],
  },
  'a page': {
    kind: pageUrl,
    takes: [
      ['', null],
      ['https://app.example.com/sessions', 'https://app.example.com/sessions'],
      ['http://localhost:5000/', 'http://localhost:5000/'],
    ],
    refuses: [
      ...['app.example.com', 'http://app.example.com', 'javascript:alert(1)', '/sessions'],
      ...['https://user:secret@example.com', 'https://', ' https://example.com'],
    ],
  },
  'a file': {
    kind: ownFile,
    takes: [
      ['', null],
      ['places/city.mmdb', 'places/city.mmdb'],
    ],
    refuses: ['city.csv', '/etc/city.mmdb', '../city.mmdb', 'a/../../city.mmdb', ' city.mmdb'],
  },
};

for (const [name, { kind, takes, refuses }] of Object.entries(cases)) {
  describe(`a param that is ${name}`, () => {
    for (const [text, value] of takes) {
      it(`takes ${JSON.stringify(text)}, in a prompt too`, () => {
        assert.deepEqual(kind.parse(text), value);
        assert.ok(kind.pattern?.test(text) ?? true);
      });
    }
    for (const text of refuses) {
      it(`refuses ${JSON.stringify(text)}`, () => assert.equal(kind.parse(text), undefined));
    }
  });
}
