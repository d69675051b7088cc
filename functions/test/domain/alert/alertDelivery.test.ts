import assert from 'node:assert/strict';
import type { Account, Device } from '../../../src/domain/account/account.ts';
import type { LoginAlertEntry } from '../../../src/domain/account/outboxEntry.ts';
import { alertFor } from '../../../src/domain/alert/alertDelivery.ts';
import {
  account,
  ago,
  alertEntry,
  device,
  endedView,
  moment,
  now,
  using,
  waiting,
} from '../accounts.ts';

const phone = using({ sessionId: 'phone' });
const galaxy = waiting({ sessionId: 'galaxy', createdAt: ago({ seconds: 30 }) });
const home = { phone, galaxy };

function alert(
  devices: Account['devices'],
  entry: Partial<LoginAlertEntry> = {},
  how: Partial<Parameters<typeof alertFor>[2]> = {},
) {
  const options = { isShared: false, views: new Map(), ...how };
  return alertFor(account({ devices }), alertEntry(entry), options, moment());
}

describe('an alert', () => {
  it('asks a live, confirmed session with a push token, for both answers, for a week', () => {
    const delivery = alert(home);
    assert.partialDeepStrictEqual(delivery, {
      receiver: { sessionId: 'phone', deviceType: 'ANDROID', locale: 'en' },
      namedDevice: 'galaxy',
      answerable: { about: ['galaxy'], until: galaxy.session!.confirmsAt },
      alert: { mayConfirm: true, hasEnded: false, count: 1, burstId: 'galaxy' },
    });
  });

  const receivers: [who: string, receiver: Device | undefined][] = [
    ['that is unconfirmed', waiting({ sessionId: 'phone' })],
    ['that has ended', device()],
    ['without a push token', using({ sessionId: 'phone' }, { pushToken: null })],
    ['of which nothing is remembered', undefined],
  ];
  for (const [who, receiver] of receivers) {
    it(`is told to no session ${who}`, () => {
      assert.equal(alert({ galaxy, ...(receiver && { phone: receiver }) }), null);
    });
  }

  it('is never told to the session that it is about', () => {
    assert.equal(alert(home, { receiver: 'phone', about: ['phone'] }), null);
  });

  it('is not told once the login was answered with "yes"', () => {
    assert.equal(alert({ phone, galaxy: using({ sessionId: 'g', newDevice: true }) }), null);
  });

  it('asks nothing about a login that has ended, which is named as it was', () => {
    const views = new Map([['galaxy', endedView('galaxy', 'galaxy', 'sign_out')]]);
    const delivery = alert({ phone, galaxy: device({ standing: 'new' }) }, {}, { views });
    assert.partialDeepStrictEqual(delivery, {
      alert: { sessionId: 'galaxy', deviceName: 'Phone galaxy', hasEnded: true },
      answerable: null,
    });
  });

  it('asks nothing where the push token is another user’s too', () => {
    assert.equal(alert(home, {}, { isShared: true })?.answerable, null);
  });

  it('asks for "no" only about several, until the first of them counts as the owner’s', () => {
    const second = waiting({ sessionId: 'second', createdAt: ago({ seconds: 10 }) });
    const delivery = alert({ ...home, second }, { about: ['galaxy', 'second'] });
    assert.partialDeepStrictEqual(delivery, {
      alert: { sessionId: 'second', mayConfirm: false, count: 2 },
      answerable: { about: ['galaxy', 'second'], until: galaxy.session!.confirmsAt },
    });
  });

  it('asks about a known device whose device token may be copied, for as long', () => {
    const known = using({ sessionId: 'galaxy' });
    assert.deepEqual(alert({ phone, galaxy: known })?.answerable, {
      about: ['galaxy'],
      until: ago({ days: -7, hours: 1 }),
    });
  });

  it('counts also what it cannot name', () => {
    const delivery = alert(home, { more: 5 });
    assert.partialDeepStrictEqual(delivery?.alert, { count: 6, mayConfirm: false });
  });

  describe('for a device that a change of the account has ended', () => {
    const reset = (mayDenySince: Date | null) =>
      device({
        pushToken: { kind: 'token', value: 'push', setAt: now },
        lastSessionId: 'phone',
        mayDenyUntil: ago({ days: -1 }),
        mayDenySince,
      });

    it('asks for "no" only, once, and tells of further logins without a button', () => {
      const asked = alert({ galaxy, phone: reset(ago({ hours: 1 })) });
      assert.deepEqual(asked?.answerable?.about, ['galaxy']);
      assert.equal(asked?.alert.mayConfirm, false);
      assert.equal(alert({ galaxy, phone: reset(null) })?.answerable, null);
    });

    it('asks nothing about a login on a known device', () => {
      const known = using({ sessionId: 'galaxy' });
      assert.equal(alert({ galaxy: known, phone: reset(now) })?.answerable, null);
    });

    it('is told no more once its time is over', () => {
      const over = { ...reset(now), mayDenyUntil: now };
      assert.equal(alert({ galaxy, phone: over }), null);
    });
  });
});
