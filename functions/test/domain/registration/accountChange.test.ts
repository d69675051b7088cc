import assert from 'node:assert/strict';
import type { Device } from '../../../src/domain/account/account.ts';
import {
  account,
  ago,
  alertEntry,
  device,
  endsOf,
  now,
  refusalOf,
  using,
  waiting,
} from '../accounts.ts';
import { alerted, changed, entries, on, open } from './opening.ts';

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
    // Nor of its device token, where that may be copied.
    const live = using({ sessionId: 'm', createdAt: ago({ seconds: 5 }) });
    const copied = open({ before: endedBefore(), mine: live }, on('on-m'));
    assert.deepEqual(alerted(copied.after, copied.key), []);
  });

  it('leaves a device that signs in again no right from its ended session', () => {
    const { own } = open({ before: endedBefore({ installation: 'mine' }) }, on('mine'));
    assert.deepEqual([own.mayDenyUntil, own.mayDenySince], [null, null]);
  });
});

describe('another account of the same uid', () => {
  it('is refused while a custom token could have made it, and begins anew later', () => {
    const devices = { s: using({ sessionId: 's' }), gone: device() };
    const made = (time: Date) => ({ disabled: false, createdAt: time, tokensValidAfter: null });
    const customTokenUntil = ago({ seconds: 100 });
    const firebaseAccount = { ...account().firebaseAccount, customTokenUntil };
    const outbox = [alertEntry({ receiver: 's', about: ['gone'] })];
    const enter = (time: Date) =>
      open(devices, { firebaseAccount: made(time) }, {}, { firebaseAccount, outbox });
    assert.equal(
      refusalOf(() => enter(ago({ seconds: 100 }))),
      'account_revived',
    );
    const { change, after, session } = enter(ago({ seconds: 99 }));
    assert.deepEqual(endsOf(change), { s: 'account' });
    assert.deepEqual(
      after.outbox.map(({ kind }) => kind),
      ['force_logout', 'login'],
    );
    assert.equal(session.confirmed, true);
    assert.deepEqual(Object.keys(after.devices).length, 1);
    assert.deepEqual(after.firebaseAccount.createdAt, ago({ seconds: 99 }));
    assert.deepEqual(after.beganAt, now);
    // Nobody is shown what was before his own account began.
    assert.deepEqual(
      change.write?.events.map(({ sessionId, occurredAt }) => [sessionId, occurredAt < now]),
      [
        ['s', true],
        ['newcomer', false],
      ],
    );
  });
});
