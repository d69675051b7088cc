import assert from 'node:assert/strict';
import type { Reauthentication } from '../../../src/domain/revocation/reauthentication.ts';
import { acceptedMethods, isOwners } from '../../../src/domain/revocation/reauthentication.ts';
import type { SessionRecord, SignInMethods } from '../../../src/domain/session/session.ts';
import { ago, ended, expired, moment, record, unconfirmed } from '../records.ts';

const google: SignInMethods = { provider: 'google.com:1', secondFactor: null };
const factor: SignInMethods = { provider: null, secondFactor: 'phone:f1' };
const none: SignInMethods = { provider: null, secondFactor: null };

const owner = record('owner', {
  secrets: { signedInWith: { ...google, secondFactor: 'phone:f1' } },
});
const asking = unconfirmed('asking', { secrets: { signedInWith: none } });
const by = (methods: SignInMethods, fields: Partial<Reauthentication> = {}): Reauthentication => ({
  userId: 'alice',
  tenantId: null,
  signedInAt: ago({ seconds: 10 }),
  methods,
  ...fields,
});
const withOwner = (fields: Parameters<typeof record>[1]) =>
  record('owner', { ...fields, secrets: { ...fields?.secrets, signedInWith: google } });

describe('a reauthentication counts', () => {
  const cases: [
    what: string,
    shown: Reauthentication | null,
    expected: boolean,
    who?: SessionRecord,
    others?: SessionRecord[],
  ][] = [
    ['by the provider of a confirmed session', by(google), true],
    ['by the second factor of a confirmed session', by(factor), true],
    ['not where there is none', null, false],
    ['not by what names nobody in particular', by(none), false],
    [
      'not by another account of the same provider',
      by({ ...google, provider: 'google.com:2' }),
      false,
    ],
    ['not by another second factor', by({ ...factor, secondFactor: 'phone:f2' }), false],
    ['not by another user’s sign-in', by(google, { userId: 'bob' }), false],
    ['not by another tenant’s', by(google, { tenantId: 'tenant' }), false],
    ['not after five minutes', by(google, { signedInAt: ago({ seconds: 301 }) }), false],
    ['within five minutes', by(google, { signedInAt: ago({ seconds: 300 }) }), true],
    [
      'not by what opened the asking session itself',
      by(google),
      false,
      unconfirmed('asking', { secrets: { signedInWith: google } }),
    ],
    [
      'not by the method of an unconfirmed session',
      by(google),
      false,
      asking,
      [unconfirmed('thief', { secrets: { signedInWith: google } })],
    ],
    [
      'not by that of a session that was closed',
      by(google),
      false,
      asking,
      [ended('owner', 'sign_out', { secrets: { signedInWith: google } })],
    ],
    [
      'not by that of one that ran out',
      by(google),
      false,
      asking,
      [expired('owner', { secrets: { signedInWith: google } })],
    ],
    ['not where no confirmed session lives', by(google), false, asking, []],
    [
      'by that of one that came of age',
      by(google),
      true,
      asking,
      [withOwner({ session: { confirmed: false, createdAt: ago({ days: 8 }) } })],
    ],
  ];
  for (const [what, shown, expected, who = asking, others = [owner]] of cases) {
    it(what, () => {
      assert.equal(isOwners(shown, who, [who, ...others], moment()), expected);
    });
  }

  it('by methods that can be named beforehand', () => {
    const { provider, secondFactor } = acceptedMethods(asking, [asking, owner], moment());
    assert.deepEqual([[...provider], [...secondFactor]], [['google.com:1'], ['phone:f1']]);
  });
});
