import assert from 'node:assert/strict';
import type { DeviceUpdate, UpdateState } from '../../../src/domain/session/activity.ts';
import { decideUpdate, takingPushToken, touching } from '../../../src/domain/session/activity.ts';
import { ago, callerOf, ended, moment, now, record, refusalOf, unconfirmed } from '../records.ts';

const inOrder = { disabled: false, createdAt: ago({ days: 1 }), tokensValidAfter: null };
const recent = { lastActiveAt: ago({ seconds: 10 }) };

function update(update: DeviceUpdate, state: Partial<UpdateState> = {}, shared = false) {
  const { record: own = record('s', { session: recent }) } = state;
  return decideUpdate(
    { record: own, holders: [], account: undefined, ...state },
    { caller: callerOf(own), update, sharedPushTokens: shared },
    moment(),
  );
}

describe('decideUpdate', () => {
  it('writes nothing where nothing differs and the last activity is recent', () => {
    const own = record('s', { session: recent });
    const { deviceName, platform } = own.session;
    const { changes } = update({
      deviceName,
      platform,
      locale: 'en',
      pushToken: own.secrets.pushToken,
    });
    assert.deepEqual(changes, []);
  });

  it('writes what differs; null clears, absent stays', () => {
    const { changes, result } = update({ deviceName: 'New', platform: null, locale: 'de' });
    assert.deepEqual(changes, [
      {
        sessionId: 's',
        session: { deviceName: 'New', platform: null },
        secrets: { locale: 'de' },
      },
    ]);
    assert.equal(result.kind === 'updated' && result.session.appVersion, '1.0');
  });

  it('takes neither name nor platform from an unconfirmed session, and all else', () => {
    const own = unconfirmed('s', { session: recent });
    const { changes } = update(
      { deviceName: 'Your iPhone', platform: 'iOS 18', appVersion: '2', locale: 'de' },
      { record: own },
    );
    assert.deepEqual(changes, [
      { sessionId: 's', session: { appVersion: '2' }, secrets: { locale: 'de' } },
    ]);
  });

  it('notes that the account was looked at', () => {
    const { changes } = update({}, { account: inOrder });
    assert.deepEqual(changes[0]?.secrets, { accountCheckedAt: now });
  });

  for (const [what, account] of [
    ['gone', null],
    ['disabled', { ...inOrder, disabled: true }],
    ['changed since the sign-in', { ...inOrder, tokensValidAfter: now }],
  ] as const) {
    it(`ends the session whose account is ${what}, and takes nothing of the update`, () => {
      const { changes, result, events } = update({ deviceName: 'New' }, { account });
      assert.deepEqual(
        changes.map(({ session }) => session?.revokedReason),
        ['account'],
      );
      assert.equal(changes[0]?.session?.deviceName, undefined);
      assert.equal(result.kind === 'ended' && result.record.session.revokedReason, 'account');
      assert.equal(events?.[0]?.type, 'session-revoked');
    });
  }

  it('refuses what has ended', () => {
    const own = ended('s', 'user');
    assert.equal(
      refusalOf(() => update({}, { record: own })),
      'session_revoked',
    );
    assert.equal(
      refusalOf(() =>
        decideUpdate(
          { record: undefined, holders: [], account: undefined },
          { caller: callerOf(own), update: {}, sharedPushTokens: false },
          moment(),
        ),
      ),
      'session_expired',
    );
  });

  it('counts a new push token as a device in reach again', () => {
    const own = record('s', {
      session: recent,
      secrets: { pushToken: null, pushTokenDiedAt: now },
    });
    const pushToken = { kind: 'token' as const, value: 'fresh' };
    assert.deepEqual(update({ pushToken }, { record: own }).changes[0]?.secrets, {
      pushToken,
      pushTokenDiedAt: null,
    });
  });

  it('takes the push token that it brings from who may lose it', () => {
    const pushToken = { kind: 'token' as const, value: 'held' };
    const holder = record('other', { secrets: { pushToken } }).secrets;
    const { changes } = update({ pushToken }, { holders: [holder] });
    assert.deepEqual(changes[1], { sessionId: 'other', secrets: { pushToken: null } });
  });
});

describe('a push token', () => {
  const at = (userId: string, installation: string) =>
    record('holder', { session: { userId }, secrets: { installation } }).secrets;
  const cases: [
    what: string,
    holder: ReturnType<typeof at>,
    rule: { confirmed: boolean; sharedPushTokens: boolean },
    moves: boolean,
  ][] = [
    [
      'of one user, to a confirmed one',
      at('alice', 'other'),
      { confirmed: true, sharedPushTokens: false },
      true,
    ],
    [
      'of one user, to an unconfirmed one',
      at('alice', 'other'),
      { confirmed: false, sharedPushTokens: false },
      false,
    ],
    [
      'of one user, on one installation',
      at('alice', 'here'),
      { confirmed: false, sharedPushTokens: false },
      true,
    ],
    [
      'of two users, on one installation',
      at('bob', 'here'),
      { confirmed: false, sharedPushTokens: false },
      true,
    ],
    [
      'of two users, on two installations',
      at('bob', 'other'),
      { confirmed: true, sharedPushTokens: false },
      false,
    ],
    [
      'of two users, where they share',
      at('bob', 'here'),
      { confirmed: true, sharedPushTokens: true },
      false,
    ],
    [
      'of one user, where users share',
      at('alice', 'other'),
      { confirmed: true, sharedPushTokens: true },
      true,
    ],
  ];
  for (const [what, holder, rule, moves] of cases) {
    it(`${what}, ${moves ? 'moves' : 'stays'}`, () => {
      const newcomer = { ...record('me').secrets, installation: 'here' };
      assert.deepEqual(
        takingPushToken([holder, newcomer], newcomer, rule),
        moves ? [{ sessionId: 'holder', secrets: { pushToken: null } }] : [],
      );
    });
  }

  it('does not move between tenants, where uids mean nothing to each other', () => {
    const holder = { ...at('alice', 'other'), tenantId: 'tenant' };
    const rule = { confirmed: true, sharedPushTokens: false };
    assert.deepEqual(takingPushToken([holder], record('me').secrets, rule), []);
  });
});

describe('touching', () => {
  it('is due once per interval, and slides the end', () => {
    assert.equal(touching(record('s', { session: recent }).session, moment()), null);
    assert.deepEqual(touching(record('s').session, moment()), {
      sessionId: 's',
      session: { lastActiveAt: now, expiresAt: ago({ days: -30 }) },
      secrets: { expiresAt: ago({ days: -60 }) },
    });
  });

  it('writes down that a session has come of age, and its device with it', () => {
    const { session } = unconfirmed('s', { session: { createdAt: ago({ days: 7 }) } });
    const change = touching(session, moment());
    assert.deepEqual([change?.session?.confirmed, change?.secrets?.device], [true, 'known']);
    const early = unconfirmed('s', { session: { createdAt: ago({ days: 6 }) } }).session;
    assert.equal(touching(early, moment())?.secrets?.device, undefined);
  });
});
