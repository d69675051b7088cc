import assert from 'node:assert/strict';
import type { Account } from '../../../src/domain/account/account.ts';
import { decideRegistration } from '../../../src/domain/registration/registration.ts';
import { limitedTo } from '../../doubles/limits.ts';
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
  remainder,
  signIn,
  using,
  waiting,
  written,
} from '../accounts.ts';
import type { Fields } from './opening.ts';
import { alerted, entries, on, open } from './opening.ts';

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
    const { result } = decideRegistration(known(remainder()), registration(), moment());
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

  it('is a look at the account, where Firebase Authentication was asked', () => {
    assert.deepEqual(open(devices).after.checkedAt, now);
    const unasked = open(devices, { firebaseAccount: undefined }).after;
    assert.deepEqual(unasked.checkedAt, ago({ hours: 1 }));
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

describe('what a registration leaves', () => {
  it('are the events of it and of what it ended, except for what was replaced', () => {
    const { change } = open(
      { s: using({ sessionId: 's' }), old: using({ sessionId: 'o' }) },
      { ...on('on-s') },
      limitedTo('1'),
    );
    assert.deepEqual(
      change.write?.events.map(({ type, sessionId }) => [type, sessionId]),
      [
        ['session-revoked', 'o'],
        ['session-established', 'newcomer'],
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
