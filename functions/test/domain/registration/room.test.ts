import assert from 'node:assert/strict';
import type { Account } from '../../../src/domain/account/account.ts';
import { limitedTo } from '../../doubles/limits.ts';
import { ago, device, endsOf, frame, now, refusalOf, using, waiting } from '../accounts.ts';
import type { Fields } from './opening.ts';
import { alerted, changed, entries, on, open, showing } from './opening.ts';

const at = (secondsAgo: number) => now.getTime() / 1000 - secondsAgo;

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

  it('registers sixty times at the most, known or not', () => {
    const registrations = Array.from({ length: 60 }, () => ({ second: at(1800), isSpent: false }));
    const enter = (more: object) =>
      open({ s: using({ sessionId: 's' }, { registrations, ...more }) }, on('on-s'));
    assert.throws(() => enter({}), {
      ...{ reason: 'rate_limited', details: { retryAfterSeconds: 1800 } },
    });
    const earlier = registrations.map((mark) => ({ ...mark, second: at(3600) }));
    assert.ok(enter({ registrations: earlier }).session);
  });

  it('are told when to try again', () => {
    const newDevices = [...logins(1), ...logins(9, true, ago({ seconds: 60 }))];
    assert.throws(() => open({ s: using({}) }, {}, {}, { newDevices }), {
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
      ...limitedTo('2'),
    });
    assert.deepEqual(endsOf(change), { b: 'limit', c: 'limit', m: 'replaced' });
    assert.ok(entries(after, 'force_logout').every(({ notBefore }) => notBefore === null));
    assert.equal(after.devices.b?.standing, 'known');
  });

  it('ends no confirmed session for a newcomer that is unconfirmed', () => {
    assert.deepEqual(endsOf(open(three, {}, limitedTo('1')).change), { c: 'limit' });
  });

  it('lets no new device in beyond ten more than the limit, and a known one always', () => {
    const devices = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`d${at}`, using({ sessionId: `d${at}` })]),
    );
    const full = limitedTo('2');
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

describe('a new device where nobody waits (CONFIRM_AFTER_DAYS=0)', () => {
  const two = {
    a: using({ sessionId: 'a', lastActiveAt: ago({ hours: 1 }) }),
    b: using({ sessionId: 'b', lastActiveAt: ago({ hours: 3 }) }),
  };
  const opened = open(two, {}, { ...limitedTo('2'), confirmAfterDays: 0 });

  it('is known at once, alerts nobody but the hook, and counts for the hourly limit', () => {
    const { session, own, after, key } = opened;
    assert.deepEqual([session.confirmed, own.standing], [true, 'known']);
    assert.deepEqual(alerted(after, key), []);
    assert.deepEqual(
      entries(after, 'login').map(({ login }) => [login.alertsOthers, login.isHookDue]),
      [[false, true]],
    );
    assert.equal(after.newDevices.length, 1);
  });

  it('ends the least recently active one at the limit', () => {
    assert.deepEqual(endsOf(opened.change), { b: 'limit' });
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

  it('takes the place of what is to be taken for its own device, and of no other', () => {
    const owed = (of: string) => ({
      ...{ kind: 'take_token' as const, ...frame, device: of, installation: of },
      ...{ pushToken, setAt: ago({ days: 1 }) },
    });
    const devices = { mine: device({ installation: 'mine' }), other: device() };
    const outbox = [owed('mine'), owed('other')];
    const { after } = open(devices, { ...on('mine'), device: { pushToken } }, {}, { outbox });
    assert.deepEqual(
      entries(after, 'take_token').map(({ device: key, setAt }) => [key, setAt]),
      [
        ['other', ago({ days: 1 })],
        ['mine', now],
      ],
    );
  });
});
