// What each kind of param takes, and that it takes nothing else.
import assert from 'node:assert/strict';
import {
  carriedClaims,
  foreignCollection,
  ownFile,
  pageUrl,
  sessionLimits,
} from '../../src/params/grammars.ts';
import { flag, namesOf, oneOf, optionalTime, wholeNumber } from '../../src/params/kinds.ts';
import type { Kind } from '../../src/params/param.ts';

const letters = namesOf('a or b', (name): name is 'a' | 'b' => name === 'a' || name === 'b');

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
  'limits by device type': {
    kind: sessionLimits,
    takes: [
      ['', { total: null, groups: [] }],
      [
        'total:20,WEB:2,ANDROID+IOS:1',
        {
          total: 20,
          groups: [
            { deviceTypes: ['WEB'], most: 2 },
            { deviceTypes: ['ANDROID', 'IOS'], most: 1 },
          ],
        },
      ],
    ],
    refuses: [
      ...['20', 'total', 'total:', 'total:0', 'total:1001', 'total:1e2', 'total:-1', 'TOTAL:5'],
      ...['web:2', 'WINDOWS:1', 'WEB:2,WEB:3', 'WEB+IOS:2,IOS:1', 'WEB+WEB:1', 'total+WEB:2'],
      ...['WEB:2,', 'WEB:2;IOS:1', 'WEB: 2', 'total:5,total:6'],
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
      it(`takes ${JSON.stringify(text)}`, () => assert.deepEqual(kind.parse(text), value));
    }
    for (const text of refuses) {
      it(`refuses ${JSON.stringify(text)}`, () => assert.equal(kind.parse(text), undefined));
    }
  });
}
