import assert from 'node:assert/strict';
import type { Account, Device } from '../../../src/domain/account/account.ts';
import { openDevices } from '../../../src/domain/account/account.ts';
import type { OutboxEntry } from '../../../src/domain/account/outboxEntry.ts';
import { decideRegistration } from '../../../src/domain/registration/registration.ts';
import type { Registration } from '../../../src/domain/registration/signIn.ts';
import type { OpenSession } from '../../../src/domain/account/account.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import {
  account,
  ago,
  device,
  endsOf,
  known,
  moment,
  now,
  refusalOf,
  registration,
  signIn,
  using,
  waiting,
  written,
} from '../accounts.ts';

type Fields = Parameters<typeof registration>[0];

/** Registers on an account with these devices. */
function open(
  devices: Account['devices'],
  fields: Fields = {},
  limits: Partial<SessionPolicy> = {},
  more: Partial<Account> = {},
) {
  const change = decideRegistration(
    known(account({ devices, ...more })),
    registration(fields),
    moment(limits),
  );
  const after = written(change);
  const [key, own] = openDevices(after).find(
    ([, { session }]) => session.sessionId === change.result.session.sessionId,
  )!;
  return { change, after, key, own, session: change.result.session };
}

const on = (installation: string): Fields => ({ presented: { installation } });
const changed = (seconds: number): Registration['firebaseAccount'] => ({
  disabled: false,
  createdAt: ago({ days: 100 }),
  tokensValidAfter: ago({ seconds }),
});
const entries = <Kind extends OutboxEntry['kind']>({ outbox }: Account, kind: Kind) =>
  outbox.filter((entry): entry is Extract<OutboxEntry, { kind: Kind }> => entry.kind === kind);
const alerted = (after: Account, key: string) =>
  entries(after, 'login_alert')
    .filter(({ about }) => about.includes(key))
    .map(({ receiver }) => receiver)
    .sort();
const showing = (sessionId: string, nonce = 'current'): Fields => ({
  presented: { refreshToken: { sessionId, nonce } },
});

describe('who counts as the owner', () => {
  const signedOut = device({ installation: 'on-s' });
  const changedOut = {
    ...signedOut,
    mayDenyUntil: ago({ days: -6 }),
    mayDenySince: ago({ days: 1 }),
  };
  const late = waiting({
    sessionId: 's',
    createdAt: ago({ days: 20 }),
    expiresAt: ago({ days: 1 }),
  });
  const cases: [what: string, devices: Account['devices'] | null, fields: Fields, boolean][] = [
    ['the first of a user of whom nothing is remembered', null, {}, true],
    ['nobody without a device token', { s: using({ sessionId: 's' }) }, {}, false],
    ['whoever is on a known device', { s: using({ sessionId: 's' }) }, on('on-s'), true],
    ['nobody on another installation', { s: using({ sessionId: 's' }) }, on('elsewhere'), false],
    ['nobody on a device not known yet', { s: waiting({ sessionId: 's' }) }, on('on-s'), false],
    ['nobody first, where all others signed out', { s: signedOut }, {}, false],
    ['the device that signed out', { s: signedOut }, on('on-s'), true],
    ['nobody first, where a change of the account ended all others', { s: changedOut }, {}, false],
    ['the device that a change of the account ended', { s: changedOut }, on('on-s'), true],
    [
      'the device that came of age, and ran out before anybody looked',
      { s: late },
      on('on-s'),
      true,
    ],
    ['nobody on a closed device', { s: { ...signedOut, standing: 'closed' } }, on('on-s'), false],
    ['nobody first on an account that is empty', {}, {}, false],
  ];
  for (const [what, devices, fields, isConfirmed] of cases) {
    it(what, () => {
      const stored = devices && account({ devices });
      const { result } = decideRegistration(known(stored), registration(fields), moment());
      assert.equal(result.session.confirmed, isConfirmed);
      assert.equal(result.session.newDevice, !isConfirmed);
    });
  }

  it('never by a device id that somebody knows', () => {
    const deviceId = 'device-s';
    const { own } = open({ s: using({ sessionId: 's' }) }, { device: { deviceId } });
    assert.deepEqual([own.session.confirmed, own.installation], [false, 'new-installation']);
  });

  it('whoever signed in before the roll-out, once, and nobody is told', () => {
    const old = { signIn: signIn({ signedInAt: ago({ days: 2 }) }) };
    const rollOut = { rollOutAt: ago({ days: 1 }) };
    const { after, key, own } = open({ s: using({ sessionId: 's' }) }, old, rollOut);
    assert.equal(own.session.confirmed, true);
    assert.deepEqual(alerted(after, key), []);
    const again = () =>
      decideRegistration(known(after), registration({ ...old, callId: '2' }), moment(rollOut));
    assert.equal(refusalOf(again), 'recent_sign_in_required');
  });

  it('whoever comes first to what is left of an erased account that exists', () => {
    const { firebaseAccount, deleteAt } = account();
    const remainder = { firebaseAccount, outbox: [], isOwed: false, deleteAt };
    const { result } = decideRegistration(known(remainder), registration(), moment());
    assert.equal(result.session.confirmed, true);
  });
});

describe('the installation of a newcomer', () => {
  const cases: [what: string, devices: Account['devices'], fields: Fields, string][] = [
    ['that it presents', {}, on('mine'), 'mine'],
    ['a new one where it presents none', {}, {}, 'new-installation'],
    [
      'a new one where its own was closed',
      { s: device({ installation: 'on-s', standing: 'closed' }) },
      on('on-s'),
      'new-installation',
    ],
    [
      'that of the refresh token before that of the device token',
      { s: using({ sessionId: 's' }), t: using({ sessionId: 't' }) },
      { presented: { installation: 'on-t', refreshToken: { sessionId: 's', nonce: 'current' } } },
      'on-s',
    ],
  ];
  for (const [what, devices, fields, installation] of cases) {
    it(`is ${what}`, () => {
      const { change, own } = open(devices, fields);
      assert.deepEqual(
        [own.installation, change.result.installation],
        [installation, installation],
      );
    });
  }
});

describe('a registration', () => {
  const devices = { s: using({ sessionId: 's' }), other: using({ sessionId: 'other' }) };
  it('on a known device leaves the others as they are', () => {
    const { after } = open(devices, on('on-s'));
    assert.deepEqual(after.devices.other, devices.other);
  });

  it('writes down what ran out', () => {
    const over = using({ sessionId: 'over', expiresAt: ago({ hours: 1 }) });
    assert.deepEqual(endsOf(open({ ...devices, over }).change), { over: 'expired' });
  });
});

describe('a session that is replaced', () => {
  it('hands on its week, name and platform while it is unconfirmed', () => {
    const createdAt = ago({ days: 3 });
    const { change, session } = open(
      { s: waiting({ sessionId: 's', createdAt, platform: 'Old' }) },
      on('on-s'),
    );
    assert.deepEqual(
      [session.createdAt, session.confirmsAt, session.deviceName, session.platform],
      [createdAt, ago({ days: -4 }), 'Phone s', 'Old'],
    );
    assert.deepEqual(endsOf(change), { s: 'replaced' });
  });

  it('begins anew where it is confirmed, name and lifetime', () => {
    const createdAt = ago({ days: 300 });
    const { session } = open(
      { s: using({ sessionId: 's', createdAt, expiresAt: ago({ days: -1 }) }) },
      on('on-s'),
    );
    assert.deepEqual([session.createdAt, session.deviceName], [now, 'Galaxy S24']);
    assert.deepEqual(session.expiresAt, ago({ days: -30 }));
  });

  const devices = { s: using({ sessionId: 's' }), phone: using({ sessionId: 'phone' }) };
  it('is told nothing where its refresh token was presented, and nobody is alerted', () => {
    const { after, key } = open(devices, showing('s'));
    assert.deepEqual([alerted(after, key), entries(after, 'force_logout')], [[], []]);
  });

  it('is logged out, and everybody alerted, where only its device token was presented', () => {
    const { after, key, own } = open(devices, on('on-s'));
    assert.equal(own.session.confirmed, true);
    assert.deepEqual(alerted(after, key), ['phone']);
    assert.deepEqual(
      entries(after, 'force_logout').map(({ sessionId, pushToken }) => [
        sessionId,
        pushToken.value,
      ]),
      [['s', 'push-s']],
    );
  });

  it('is not logged out by the push token that its successor brings', () => {
    const pushToken = { kind: 'token' as const, value: 'push-s' };
    const { after } = open(devices, { ...on('on-s'), device: { pushToken } });
    assert.deepEqual(entries(after, 'force_logout'), []);
  });

  it('goes on with its alerts, which follow the device', () => {
    const first = open({ phone: using({ sessionId: 'phone' }) });
    const again = decideRegistration(
      known(first.after),
      registration({
        ...{ callId: '2', sessionId: 'next' },
        ...showing('newcomer', 'first-nonce'),
      }),
      moment(),
    );
    assert.deepEqual(alerted(written(again), first.key), ['phone']);
    assert.equal(entries(written(again), 'login').length, 1);
  });
});

describe('a refresh token that is presented', () => {
  const devices = { s: using({ sessionId: 's' }), phone: using({ sessionId: 'phone' }) };
  for (const [nonce, limits] of [
    ['older', {}],
    ['previous', { lostAnswer: 'end' as const }],
  ] as const) {
    it(`ends its session where it was used up (${nonce}), is told of, and makes nobody known`, () => {
      const { change, after, own } = open(devices, showing('s', nonce), limits);
      assert.deepEqual(endsOf(change), { s: 'token_reuse' });
      assert.deepEqual(after.devices.s?.standing, 'closed');
      assert.deepEqual([own.session.confirmed, own.installation], [false, 'new-installation']);
      const told = [...entries(after, 'force_logout'), ...entries(after, 'security_alert')];
      assert.deepEqual(
        told.map(({ kind, notBefore }) => [kind, notBefore]),
        [
          ['force_logout', null],
          ['security_alert', null],
        ],
      );
    });
  }

  it('is possession of its session’s device, with what the sign-in shows', () => {
    const carriedClaims = { role: 'user' };
    const fields = { signIn: signIn({ carriedClaims, provider: 'google.com' }) };
    const { change, key, session } = open(devices, { ...showing('s'), ...fields });
    assert.deepEqual([endsOf(change), key], [{ s: 'replaced' }, 's']);
    assert.deepEqual(
      [session.signedInAt, session.carriedClaims, session.signInProvider],
      [ago({ seconds: 10 }), carriedClaims, 'google.com'],
    );
  });

  it('leaves another device as known as it was, where it was used up', () => {
    const presented = {
      installation: 'on-phone',
      refreshToken: { sessionId: 's', nonce: 'older' },
    };
    const { change, key, session } = open(devices, { presented });
    assert.deepEqual(endsOf(change), { s: 'token_reuse', phone: 'replaced' });
    assert.deepEqual([key, session.confirmed], ['phone', true]);
  });

  it('closes the device where it was used up, also at a roll-out, which confirms the newcomer', () => {
    const presented = { installation: 'on-s', refreshToken: { sessionId: 's', nonce: 'older' } };
    const fields = { presented, signIn: signIn({ signedInAt: ago({ days: 2 }) }) };
    const { after, own } = open(devices, fields, { rollOutAt: ago({ days: 1 }) });
    assert.deepEqual([own.session.confirmed, own.installation], [true, 'new-installation']);
    assert.equal(after.devices.s?.standing, 'closed');
  });

  it('may be the previous one, whose answer may have been lost', () => {
    assert.equal(open(devices, showing('s', 'previous')).key, 's');
  });

  it('of a session that has ended or run out counts as none, used up or not', () => {
    const over = using({ sessionId: 'over', expiresAt: ago({ hours: 1 }) });
    for (const sessionId of ['gone', 'over']) {
      for (const nonce of ['current', 'older']) {
        const { own, change } = open({ ...devices, over }, showing(sessionId, nonce));
        assert.deepEqual([own.session.confirmed, own.installation], [false, 'new-installation']);
        assert.deepEqual(endsOf(change), { over: 'expired' });
      }
    }
  });

  it('is judged by no registration that is refused', () => {
    const newDevices = Array.from({ length: 10 }, () => ({
      device: 'x',
      at: now,
      isCounted: true,
    }));
    const refused = () => open(devices, showing('s', 'older'), {}, { newDevices });
    assert.equal(refusalOf(refused), 'rate_limited');
  });
});

describe('an account that changed', () => {
  for (const [what, firebaseAccount] of [
    ['is gone', null],
    ['is disabled', { ...changed(0)!, tokensValidAfter: null, disabled: true }],
    ['changed after the sign-in', changed(1)],
  ] as const) {
    it(`refuses a sign-in where it ${what}`, () => {
      assert.equal(
        refusalOf(() => open({}, { firebaseAccount })),
        'recent_sign_in_required',
      );
    });
  }

  const devices = {
    known: using({ sessionId: 'known' }),
    thief: waiting({ sessionId: 'thief' }),
    young: using({ sessionId: 'young', createdAt: ago({ seconds: 5 }) }),
  };
  it('ends every other session that is older, keeps its devices known and confirms nobody', () => {
    const { change, after, own } = open(devices, { firebaseAccount: changed(20) });
    assert.deepEqual(endsOf(change), { known: 'account', thief: 'account' });
    assert.deepEqual(
      [after.devices.known?.standing, after.devices.thief, own.session.confirmed],
      ['known', undefined, false],
    );
  });

  it('has those alerted that it ended while they were confirmed, who keep a "no", and the hook called', () => {
    const { after, key } = open(devices, { firebaseAccount: changed(20) });
    assert.deepEqual(alerted(after, key), ['known', 'young']);
    const { mayDenyUntil, mayDenySince, pushToken } = after.devices.known!;
    assert.deepEqual([mayDenyUntil, mayDenySince], [ago({ days: -7 }), ago({ seconds: 20 })]);
    assert.equal(pushToken?.value, 'push-known');
    const [login] = entries(after, 'login');
    assert.deepEqual([login?.login.accountChanged, login?.login.isHookDue], [true, true]);
  });

  const endedBefore = (fields: Partial<Device> = {}) =>
    device({
      pushToken: { kind: 'token', value: 'push-before', setAt: ago({ days: 2 }) },
      mayDenyUntil: ago({ days: -5 }),
      mayDenySince: ago({ days: 2 }),
      lastSessionId: 'before',
      ...fields,
    });
  it('has the hook called where those that it ended have no push token', () => {
    const mute = using({ sessionId: 'mute' }, { pushToken: null });
    const { after } = open({ mute }, { firebaseAccount: changed(20) });
    assert.equal(entries(after, 'login')[0]?.login.isHookDue, true);
  });

  it('has an unconfirmed session that it ended told of nothing but its logout', () => {
    const { after, key } = open({ thief: devices.thief }, { firebaseAccount: changed(20) });
    assert.deepEqual(alerted(after, key), []);
    const [logout] = entries(after, 'force_logout');
    assert.deepEqual([logout?.sessionId, logout?.pushToken.value], ['thief', 'push-thief']);
  });

  it('has those alerted that a look had ended before, also once their "no" was said', () => {
    for (const mayDenySince of [ago({ days: 2 }), null]) {
      const { after, key } = open({ before: endedBefore({ mayDenySince }) });
      assert.deepEqual(alerted(after, key), ['before']);
    }
  });

  it('tells a known device’s sign-in to those that it ended now only, without the hook', () => {
    const { after, key } = open(
      { ...devices, before: endedBefore(), mine: device({ installation: 'mine' }) },
      { ...on('mine'), firebaseAccount: changed(20) },
    );
    assert.deepEqual(alerted(after, key), ['known']);
    assert.equal(entries(after, 'login')[0]?.login.isHookDue, false);
  });

  it('leaves a device that signs in again no right from its ended session', () => {
    const { own } = open({ before: endedBefore({ installation: 'mine' }) }, on('mine'));
    assert.deepEqual([own.mayDenyUntil, own.mayDenySince], [null, null]);
  });
});

describe('who is told of a login', () => {
  it('is every other confirmed session with a push token', () => {
    const { after, key } = open({
      phone: using({ sessionId: 'phone' }),
      mute: using({ sessionId: 'mute' }, { pushToken: null }),
      thief: waiting({ sessionId: 'thief' }),
      gone: device(),
    });
    assert.deepEqual(alerted(after, key), ['phone']);
  });

  it('is nobody on a known device that has no session any more', () => {
    const devices = { s: device({ installation: 'on-s' }), phone: using({ sessionId: 'phone' }) };
    const { after, key } = open(devices, on('on-s'));
    assert.deepEqual(alerted(after, key), []);
  });

  it('is the team, for a first session of an account older than a day, except at a roll-out', () => {
    const rollOut = { rollOutAt: ago({ hours: 1 }) };
    for (const [hours, limits, isHookDue] of [
      [25, {}, true],
      [24, {}, false],
      [200, rollOut, false],
    ] as const) {
      const createdAt = ago({ hours });
      const firebaseAccount = { disabled: false, createdAt, tokensValidAfter: null };
      const early = 'rollOutAt' in limits ? { signedInAt: ago({ hours: 2 }) } : {};
      const fields = { firebaseAccount, signIn: signIn(early) };
      const change = decideRegistration(known(null), registration(fields), moment(limits));
      assert.equal(entries(written(change), 'login')[0]?.login.isHookDue, isHookDue);
    }
  });
});

describe('an attempt', () => {
  const first = (fields: Partial<OpenSession> = {}) => {
    const refresh = { currentNonce: 'first', previousNonce: null, rotatedAt: now };
    return { s: using({ sessionId: 's', attemptHash: 'attempt', refresh, ...fields }) };
  };
  const again: Fields = { presented: { attemptHash: 'attempt' } };
  const old: Fields = { ...again, signIn: signIn({ signedInAt: ago({ days: 1 }) }) };

  it('gets the session that it opened, also with a sign-in that has grown old, and signs for another hour', () => {
    const { session, after, change } = open(first(), old);
    assert.equal(session.sessionId, 's');
    assert.deepEqual(after.firebaseAccount.customTokenUntil, ago({ seconds: -70 * 60 }));
    assert.deepEqual(change.write?.events, []);
  });

  it('does not get it once its refresh token was used, nor one that has ended', () => {
    const refresh = { currentNonce: 'second', previousNonce: 'first', rotatedAt: now };
    for (const devices of [first({ refresh }), first({ expiresAt: now })]) {
      assert.equal(open(devices, again).session.sessionId, 'newcomer');
    }
  });

  it('counts among the sixty of its device', () => {
    const second = Math.floor(now.getTime() / 1000);
    const registrations = Array.from({ length: 60 }, () => ({ second, isSpent: false }));
    const devices = { s: { ...first().s, registrations } };
    assert.equal(
      refusalOf(() => open(devices, again)),
      'rate_limited',
    );
  });
});

describe('a run that finds its own call done', () => {
  it('answers what that has opened, and writes nothing', () => {
    const { after, session } = open({ s: using({ sessionId: 's' }) });
    const { result, write } = decideRegistration(known(after), registration(), moment());
    assert.deepEqual([result.session.sessionId, write], [session.sessionId, null]);
  });

  it('is unavailable where that is over already', () => {
    const { after, key } = open({ s: using({ sessionId: 's' }) });
    after.devices[key]!.session = null;
    assert.equal(
      refusalOf(() => decideRegistration(known(after), registration(), moment())),
      'unavailable',
    );
  });
});

describe('new devices within an hour', () => {
  const logins = (count: number, isCounted = true, at = ago({ seconds: 1800 })) =>
    Array.from({ length: count }, () => ({ device: 'x', at, isCounted }));
  const refusal = (newDevices: Account['newDevices'], fields: Fields = {}) =>
    refusalOf(() => open({ s: using({ sessionId: 's' }) }, fields, {}, { newDevices }));
  const cases: [what: string, newDevices: Account['newDevices'], fields: Fields, string][] = [
    ['are let in below NEW_DEVICES_PER_HOUR', logins(9), {}, 'none'],
    ['are refused beyond it', logins(10), {}, 'rate_limited'],
    ['are let in again after an hour', logins(10, true, ago({ hours: 1 })), {}, 'none'],
    ['do not count where the owner denied or closed them', logins(59, false), {}, 'none'],
    ['are sixty at the most, whatever has become of them', logins(60, false), {}, 'rate_limited'],
    [
      'count on after a change of the account',
      logins(10),
      { firebaseAccount: changed(20) },
      'rate_limited',
    ],
    ['never refuse a known device', logins(60), on('on-s'), 'none'],
    ['never refuse who goes on with a session', logins(60), showing('s'), 'none'],
  ];
  for (const [what, newDevices, fields, refused] of cases) {
    it(what, () => assert.equal(refusal(newDevices, fields), refused));
  }

  it('are told when to try again', () => {
    assert.throws(() => open({ s: using({}) }, {}, {}, { newDevices: logins(10) }), {
      details: { retryAfterSeconds: 1800 },
    });
  });
});

describe('making room', () => {
  const three = {
    a: using({ sessionId: 'a', lastActiveAt: ago({ hours: 1 }) }),
    b: using({ sessionId: 'b', lastActiveAt: ago({ hours: 3 }) }),
    c: waiting({ sessionId: 'c', lastActiveAt: ago({ hours: 2 }) }),
  };
  it('ends what is too many, unconfirmed ones first, with its logout owed, and counts no replaced one', () => {
    const { change, after } = open({ ...three, mine: using({ sessionId: 'm' }) }, on('on-m'), {
      maxSessions: 2,
    });
    assert.deepEqual(endsOf(change), { b: 'limit', c: 'limit', m: 'replaced' });
    assert.ok(entries(after, 'force_logout').every(({ notBefore }) => notBefore === null));
    assert.equal(after.devices.b?.standing, 'known');
  });

  it('ends no confirmed session for a newcomer that is unconfirmed', () => {
    assert.deepEqual(endsOf(open(three, {}, { maxSessions: 1 }).change), { c: 'limit' });
  });

  it('lets no new device in beyond ten more than the limit, and a known one always', () => {
    const devices = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`d${at}`, using({ sessionId: `d${at}` })]),
    );
    const full = { maxSessions: 2 };
    assert.equal(
      refusalOf(() => open(devices, {}, full)),
      'rate_limited',
    );
    assert.equal(
      refusalOf(() => open(devices, on('on-d1'), full)),
      'none',
    );
  });
});

describe('a push token that a newcomer brings', () => {
  const pushToken = { kind: 'token' as const, value: 'shared' };
  const holder = (fields = {}) =>
    using({ sessionId: 'h' }, { pushToken: { ...pushToken, setAt: ago({ days: 1 }) }, ...fields });
  it('is taken from the user’s other devices by a confirmed one only', () => {
    const mine = device({ installation: 'mine' });
    const owners = open({ holder: holder(), mine }, { ...on('mine'), device: { pushToken } });
    assert.equal(owners.after.devices.holder?.pushToken, null);
    const thiefs = open({ holder: holder() }, { device: { pushToken } });
    assert.equal(thiefs.after.devices.holder?.pushToken?.value, 'shared');
  });

  it('is to be taken from other accounts where it shows its installation, unless they share devices', () => {
    const taken = (fields: Fields, limits = {}) =>
      entries(open({}, { device: { pushToken }, ...fields }, limits).after, 'take_token').length;
    assert.deepEqual(
      [taken(on('mine')), taken({}), taken(on('mine'), { sharedPushTokens: true })],
      [1, 0, 0],
    );
  });
});

describe('another account of the same uid', () => {
  it('is refused while a custom token could have made it, and begins anew later', () => {
    const devices = { s: using({ sessionId: 's' }), gone: device() };
    const made = (time: Date) => ({ disabled: false, createdAt: time, tokensValidAfter: null });
    const customTokenUntil = ago({ seconds: 100 });
    const firebaseAccount = { ...account().firebaseAccount, customTokenUntil };
    const enter = (time: Date) =>
      open(devices, { firebaseAccount: made(time) }, {}, { firebaseAccount });
    assert.equal(
      refusalOf(() => enter(ago({ seconds: 100 }))),
      'account_revived',
    );
    const { change, after, session } = enter(ago({ seconds: 99 }));
    assert.deepEqual(endsOf(change), { s: 'account' });
    assert.equal(session.confirmed, true);
    assert.deepEqual(Object.keys(after.devices).length, 1);
    assert.deepEqual(after.firebaseAccount.createdAt, ago({ seconds: 99 }));
    assert.deepEqual(after.beganAt, now);
    // Nobody is shown what was before his own account began.
    const shown = change.write?.events.filter(({ occurredAt }) => occurredAt >= after.beganAt);
    assert.deepEqual(
      shown?.map(({ sessionId }) => sessionId),
      ['newcomer'],
    );
  });
});

describe('what a registration leaves', () => {
  it('are the events of it and of what it ended, but for what was replaced', () => {
    const { change } = open(
      { s: using({ sessionId: 's' }), old: using({ sessionId: 'o' }) },
      { ...on('on-s') },
      { maxSessions: 1 },
    );
    assert.deepEqual(
      change.write?.events.map(({ type, sessionId }) => [type, sessionId]),
      [
        ['session-established', 'newcomer'],
        ['session-revoked', 'o'],
      ],
    );
  });

  it('is a view of it that names no secret', () => {
    const { change } = open({});
    const view = change.write?.views.find(({ sessionId }) => sessionId === 'newcomer');
    assert.doesNotMatch(
      JSON.stringify(view),
      /first-nonce|new-installation|push-newcomer|device-newcomer/,
    );
  });
});
