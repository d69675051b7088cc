import assert from 'node:assert/strict';
import { wasToldLater } from '../../../src/domain/account/ending.ts';
import { decideRegistration } from '../../../src/domain/registration/registration.ts';
import { living } from '../../doubles/limits.ts';
import {
  ago,
  endsOf,
  known,
  moment,
  now,
  ranOut,
  refusalOf,
  registration,
  signIn,
  using,
  waiting,
  written,
} from '../accounts.ts';
import { alerted, entries, on, open, showing } from './opening.ts';

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

  it('hands on that it was told of, where it was a later login', () => {
    const [first, later] = [ago({ days: 3 }), ago({ days: 2 })];
    const toldAt = (registeredAt: Date) => ({
      s: waiting({ sessionId: 's', createdAt: first, registeredAt, toldLoginAt: registeredAt }),
    });
    assert.equal(open(toldAt(later), on('on-s')).session.wasToldLater, true);
    assert.equal(open(toldAt(first), on('on-s')).session.wasToldLater, false);
  });

  it('is told of no later login by going on, which alerts nobody', () => {
    const first = ago({ days: 2 });
    const told = waiting({ sessionId: 's', createdAt: first, toldLoginAt: first });
    const { session } = open({ s: told }, showing('s'));
    assert.deepEqual([session.registeredAt, session.toldLoginAt], [now, first]);
    assert.equal(wasToldLater(session), false);
    // One that does not go on is to be told of anew.
    const anew = open({ s: told }, on('on-s'));
    assert.equal(anew.session.toldLoginAt, null);
    const isAlerted = ({ after }: typeof anew) =>
      entries(after, 'login').map(({ login }) => login.isAlerted);
    assert.deepEqual(isAlerted(anew), [false]);
    assert.deepEqual(isAlerted(open({ s: told }, showing('s'))), [true]);
    const untold = waiting({ sessionId: 's', createdAt: first });
    assert.deepEqual(isAlerted(open({ s: untold }, showing('s'))), [false]);
  });

  it('hands on that a later one was told, whatever becomes of its own alert', () => {
    const { session } = open({ s: waiting({ sessionId: 's', wasToldLater: true }) }, on('on-s'));
    assert.equal(wasToldLater(session), true);
  });

  it('hands on its shorter life, whatever its device calls itself now', () => {
    const limits = living('30d/365d,WEB:12h/7d');
    const web = { s: using({ sessionId: 's', deviceType: 'WEB' }) };
    const { after, session } = open(web, on('on-s'), limits);
    assert.deepEqual(
      [session.deviceType, session.livesAs, session.createdAt, session.expiresAt],
      ['ANDROID', ['WEB', 'ANDROID'], now, ago({ hours: -12 })],
    );
    const again = open(after.devices, { ...on('on-s'), sessionId: 'third' }, limits);
    assert.deepEqual(again.session.livesAs, ['WEB', 'ANDROID']);
  });

  it('hands on no life where it had ended', () => {
    const over = { s: using({ sessionId: 's', deviceType: 'WEB', expiresAt: ago({ hours: 1 }) }) };
    assert.deepEqual(open(over, on('on-s')).session.livesAs, ['ANDROID']);
  });

  it('hands on its sign-ins, and the new one is remembered with its registration', () => {
    const [earlier, later] = [now.getTime() / 1000 - 60, now.getTime() / 1000 - 10];
    const [signIns, registrations] = [earlier, earlier].map((second) => [
      { second, isSpent: false },
    ]);
    const { own } = open({ s: using({ sessionId: 's' }, { signIns, registrations }) }, on('on-s'));
    const secondsOf = (marks: typeof own.signIns) => marks.map(({ second }) => second);
    assert.deepEqual(
      [secondsOf(own.signIns), secondsOf(own.registrations)],
      [
        [earlier, later],
        [earlier, now.getTime() / 1000],
      ],
    );
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
    const [{ login } = assert.fail(), ...more] = entries(written(again), 'login');
    assert.deepEqual([login.alertsOthers, more], [true, []]);
  });

  it('goes on with the hook that is owed', () => {
    const first = written(decideRegistration(known(null), registration(), moment()));
    const next = { callId: '2', sessionId: 'next', ...showing('newcomer', 'first-nonce') };
    const after = written(decideRegistration(known(first), registration(next), moment()));
    assert.deepEqual(
      entries(after, 'login').map(({ login }) => login.isHookDue),
      [true],
    );
  });
});

it('a session that ran out unanswered hands on the rest of its week, and whether it was told later', () => {
  const confirmsAt = ago({ days: -3 });
  const { session } = open({ s: ranOut({ sessionId: 's', confirmsAt }, true) }, on('on-none'));
  assert.deepEqual(
    [session.confirmsAt, session.firstLoginAt, session.wasToldLater],
    [confirmsAt, now, true],
  );
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
