import assert from 'node:assert/strict';
import type {
  Possessions,
  RegistrationState,
  SignIn,
} from '../../../src/domain/registration/signIn.ts';
import {
  isBeforeRollOut,
  isRollOut,
  requireEligibleSignIn,
  requirePossibleSignIn,
  wentInto,
} from '../../../src/domain/registration/signInEligibility.ts';
import {
  customSignInKeys,
  signInKey,
  signInKeysOf,
  signInTime,
} from '../../../src/domain/registration/signInKeys.ts';
import { methodsOf } from '../../../src/domain/registration/signInMethods.ts';
import { toRegistrationState } from '../../../src/domain/registration/registrationState.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import {
  ago,
  ended,
  findings,
  moment,
  record,
  refusalOf,
  registration,
  signIn,
} from '../records.ts';

const live = record('live');

describe('a sign-in that could open a session', () => {
  const cases: [
    what: string,
    signIn: Partial<SignIn>,
    shown: Partial<Possessions>,
    reason: string,
    limits?: Partial<SessionPolicy>,
  ][] = [
    ['is one of just now', {}, {}, 'none'],
    ['is at most SIGN_IN_MAX_AGE_SECONDS old', { signedInAt: ago({ seconds: 600 }) }, {}, 'none'],
    ['is no older', { signedInAt: ago({ seconds: 601 }) }, {}, 'recent_sign_in_required'],
    ['may be older for an attempt', { signedInAt: ago({ days: 1 }) }, { attemptHash: 'a' }, 'none'],
    [
      'may be older from before the roll-out',
      { signedInAt: ago({ days: 90 }) },
      {},
      'none',
      { rollOutAt: ago({ days: 29 }) },
    ],
    [
      'is no older once the roll-out is long ago',
      { signedInAt: ago({ days: 90 }) },
      {},
      'recent_sign_in_required',
      { rollOutAt: ago({ days: 30 }) },
    ],
  ];
  for (const [what, fields, shown, reason, limits] of cases) {
    it(what, () => {
      const one = registration({ signIn: signIn(fields), shown });
      assert.equal(
        refusalOf(() => requirePossibleSignIn(one, moment(limits))),
        reason,
      );
    });
  }
});

describe('a sign-in that may open a session', () => {
  const nothing: RegistrationState = {
    open: [],
    gone: [],
    orphans: [],
    isSpent: false,
    isUsed: false,
    known: [],
    isForgotten: false,
    isRemembered: false,
    attempted: null,
    account: [],
    endedByAccount: [],
  };
  const old = { signedInAt: ago({ days: 2 }) };
  const rollOutAt = ago({ days: 1 });
  const cases: [
    what: string,
    state: Partial<RegistrationState>,
    signIn: Partial<SignIn>,
    reason: string,
    limits?: Partial<SessionPolicy>,
  ][] = [
    ['is one of just now', {}, {}, 'none'],
    ['is not one whose session has ended', { isSpent: true }, {}, 'recent_sign_in_required'],
    ['is not an old one, attempt or not', {}, old, 'recent_sign_in_required'],
    ['is an old one from before the roll-out', {}, old, 'none', { rollOutAt }],
    ['but only once', { isUsed: true }, old, 'recent_sign_in_required', { rollOutAt }],
  ];
  for (const [what, state, fields, reason, limits] of cases) {
    it(what, () => {
      const one = registration({ signIn: signIn(fields) });
      assert.equal(
        refusalOf(() => requireEligibleSignIn({ ...nothing, ...state }, one, moment(limits))),
        reason,
      );
    });
  }

  it('counts as signed in before the roll-out once, for RETENTION_DAYS after it', () => {
    const rolledOut = moment({ rollOutAt: ago({ days: 29 }) });
    assert.equal(
      isRollOut({ isUsed: false }, signIn({ signedInAt: ago({ days: 30 }) }), rolledOut),
      true,
    );
    assert.equal(
      isRollOut({ isUsed: true }, signIn({ signedInAt: ago({ days: 30 }) }), rolledOut),
      false,
    );
    assert.equal(isBeforeRollOut(signIn({ signedInAt: ago({ days: 28 }) }), rolledOut), false);
    assert.equal(isBeforeRollOut(signIn(old), moment()), false);
  });
});

describe('the keys of a sign-in', () => {
  const at = new Date('2026-03-01T12:00:00.900Z');
  const second = '1772366400';

  it('are its second and, once refreshed, that of a sign-in with our custom token', () => {
    assert.equal(signInKey(at), second);
    assert.deepEqual(signInKeysOf({ signedInAt: at, refreshed: false }), [second]);
    assert.deepEqual(signInKeysOf({ signedInAt: at, refreshed: true }), [
      second,
      `custom:${second}`,
    ]);
  });

  it('of a custom sign-in span the seconds that it may take', () => {
    const keys = customSignInKeys(at);
    assert.deepEqual(
      [keys[0], keys.at(-1), keys.length],
      [`custom:${second}`, 'custom:1772366405', 6],
    );
  });

  it('tell the time of the sign-in, except those of a custom one', () => {
    assert.deepEqual(signInTime(second), new Date('2026-03-01T12:00:00Z'));
    assert.equal(signInTime(`custom:${second}`) >= new Date(0), false);
  });

  it('find the session that it went into', () => {
    const used = record('s', { secrets: { signIns: [signInKey(signIn().signedInAt)] } }).secrets;
    assert.equal(wentInto(signIn(), used), true);
    assert.equal(wentInto(signIn({ signedInAt: ago({ seconds: 11 }) }), used), false);
  });
});

describe('the methods of a sign-in', () => {
  const google = { sign_in_provider: 'google.com', identities: { 'google.com': ['123'] } };
  const factor = { sign_in_second_factor: 'phone', second_factor_identifier: 'f1' };
  const cases: [what: string, firebase: object, provider: string | null, factor: string | null][] =
    [
      ['name a provider with its id', google, 'google.com:123', null],
      ['name a second factor with its id', { ...google, ...factor }, 'google.com:123', 'phone:f1'],
      ['name no second factor without one', { sign_in_second_factor: 'phone' }, null, null],
      ['name no provider without one', { sign_in_provider: 'google.com' }, null, null],
      [
        'never name a password',
        { sign_in_provider: 'password', identities: { password: ['a'] } },
        null,
        null,
      ],
      [
        'never name a custom token',
        { sign_in_provider: 'custom', identities: { custom: ['a'] } },
        null,
        null,
      ],
      [
        'never name an anonymous one',
        { sign_in_provider: 'anonymous', identities: { anonymous: ['a'] } },
        null,
        null,
      ],
    ];
  for (const [what, firebase, provider, secondFactor] of cases) {
    it(what, () => assert.deepEqual(methodsOf({ firebase }), { provider, secondFactor }));
  }
  it('are none where the token says nothing', () => {
    assert.deepEqual(methodsOf({}), { provider: null, secondFactor: null });
  });
});

describe('what a registration finds', () => {
  const key = signInKey(signIn().signedInAt);
  const used = { signIns: [key] };
  const stateOf = (records: Parameters<typeof findings>[0], shown: Partial<Possessions> = {}) =>
    toRegistrationState(findings(records), registration({ shown }), null, moment());

  for (const [reason, state, isSpent] of [
    ['user', 'ended', true],
    ['sign_out', 'ended', true],
    ['account', 'account', true],
    ['replaced', 'replaced', false],
  ] as const) {
    it(`${isSpent ? 'spends' : 'keeps'} the sign-in of a session that ended by ${reason}`, () => {
      const found = stateOf([ended('s', reason, { secrets: { ...used, state } })]);
      assert.deepEqual([found.isUsed, found.isSpent], [true, isSpent]);
    });
  }

  it('spends the sign-in of a session that ran out, deleted or not', () => {
    const over = record('s', { session: { expiresAt: ago({ seconds: 1 }) }, secrets: used });
    assert.equal(stateOf([over]).isSpent, true);
    const deleted = toRegistrationState(
      findings([over], { sessions: [] }),
      registration(),
      null,
      moment(),
    );
    assert.deepEqual([deleted.isSpent, deleted.orphans.length, deleted.open.length], [true, 1, 0]);
    assert.equal(stateOf([record('s', { secrets: used })]).isSpent, false);
  });

  it('counts what is past its time as gone, whether or not it is deleted', () => {
    const gone = ended('s', 'user', { secrets: { ...used, expiresAt: ago({ seconds: 1 }) } });
    const found = stateOf([gone], { installation: 'on-s' });
    assert.deepEqual([found.isSpent, found.isRemembered, found.isForgotten], [false, false, false]);
    assert.equal(stateOf([ended('s', 'user')]).isRemembered, true);
  });

  it('knows and forgets a device by its installation, not by its device id', () => {
    const known = record('a', { secrets: { deviceId: 'device-newcomer' } });
    const forgotten = ended('b', 'user', { secrets: { device: 'forgotten' } });
    const shownIds = (installation: string | null) => {
      const found = stateOf([known, forgotten], { installation });
      return [found.known.map(({ sessionId }) => sessionId), found.isForgotten];
    };
    assert.deepEqual(shownIds('on-a'), [['a'], false]);
    assert.deepEqual(shownIds('on-b'), [[], true]);
    assert.deepEqual(shownIds(null), [[], false]);
  });

  it('finds the open session of an attempt, and none for no attempt', () => {
    const refresh = { currentNonce: 'first', previousNonce: null, rotatedAt: ago({ seconds: 5 }) };
    const attempted = record('s', { secrets: { attemptHash: 'a', refresh } });
    const used = record('used', { secrets: { attemptHash: 'a' } });
    const found = stateOf([used, attempted], { attemptHash: 'a' }).attempted;
    assert.equal(found?.session.sessionId, 's');
    assert.equal(stateOf([used], { attemptHash: 'a' }).attempted, null);
    assert.equal(stateOf([attempted], { attemptHash: 'b' }).attempted, null);
    assert.equal(stateOf([record('s')]).attempted, null);
  });

  it('remembers sessions that the account ended, for as long as a login can be answered', () => {
    const endedBy = (id: string, endedAt: Date, installation = `on-${id}`) =>
      ended(id, 'account', { secrets: { state: 'account', endedAt, installation } });
    const found = stateOf([
      endedBy('late', ago({ days: 6 })),
      endedBy('early', ago({ days: 7 })),
      endedBy('back', ago({ days: 1 }), 'on-live'),
      live,
    ]);
    assert.deepEqual(
      found.endedByAccount.map(({ sessionId }) => sessionId),
      ['late'],
    );
    assert.equal(found.account.length, 3);
  });
});
