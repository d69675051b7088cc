import assert from 'node:assert/strict';
import { beginDraft, finish } from '../../../src/domain/account/decision.ts';
import type { Account } from '../../../src/domain/account/account.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import { living } from '../../doubles/limits.ts';
import { account, ago, endsOf, moment, now, openSession, using, waiting } from '../accounts.ts';

const week = { createdAt: ago({ days: 7 }) };
const young = { createdAt: ago({ days: 6, hours: 23 }) };

/** The account once time alone has worked on it. */
function aged(devices: Account['devices'], limits: Partial<SessionPolicy> = {}) {
  const draft = beginDraft(account({ devices }), moment(limits));
  return { draft, devices: draft.account.devices, change: finish(draft, null) };
}

describe('time alone', () => {
  it('confirms what went a week unanswered, and makes its device known', () => {
    const { devices } = aged({ late: waiting(week), early: waiting(young) });
    assert.deepEqual(
      ['late', 'early'].map((key) => [devices[key]?.session?.confirmed, devices[key]?.standing]),
      [
        [true, 'known'],
        [false, 'new'],
      ],
    );
  });

  it('ends what ran out at the end of its time, and confirms it first where it had come of age', () => {
    const end = { expiresAt: ago({ hours: 1 }) };
    const { devices, change } = aged({
      known: using({ sessionId: 'a', ...end }),
      late: waiting({ sessionId: 'b', createdAt: ago({ days: 8 }), ...end }),
      early: waiting({ sessionId: 'c', ...young, ...end, confirmsAt: ago({ days: -1 }) }),
    });
    assert.deepEqual(endsOf(change), { a: 'expired', b: 'expired', c: 'expired' });
    assert.deepEqual(
      change.write?.views.map(({ revokedAt }) => revokedAt),
      Array.from({ length: 3 }, () => end.expiresAt),
    );
    assert.deepEqual(
      ['known', 'late', 'early'].map((key) => devices[key]?.standing),
      ['known', 'known', 'new'],
    );
  });

  it('gives a push token that two hold to the one that it confirms, unless that has run out since', () => {
    const pushToken = { kind: 'token' as const, value: 'shared', setAt: ago({ days: 9 }) };
    const tokenOfPhone = (session: object) => {
      const late = waiting({ sessionId: 'late', createdAt: ago({ days: 8 }), ...session });
      const phone = using({ sessionId: 'phone' }, { pushToken });
      return aged({ phone, late: { ...late, pushToken } }).devices.phone?.pushToken ?? null;
    };
    assert.equal(tokenOfPhone({}), null);
    assert.deepEqual(tokenOfPhone({ expiresAt: ago({ hours: 1 }) }), pushToken);
  });

  it('confirms what lived unanswered for the whole week, also where it ends with it', () => {
    const stored = { web: waiting({ ...week, expiresAt: now }) };
    const { devices, change } = aged(stored);
    assert.deepEqual(endsOf(change), { session: 'expired' });
    assert.deepEqual([devices.web?.standing, devices.web?.unanswered], ['known', null]);
  });

  it('writes a shorter lifetime down, and ends now what it has ended', () => {
    const lastActiveAt = ago({ days: 2 });
    const stored = {
      phone: using({ sessionId: 'phone' }),
      web: using({ sessionId: 'web', createdAt: lastActiveAt, deviceType: 'WEB' }),
    };
    const { change } = aged(stored, living('10d/365d,WEB:1d/365d'));
    assert.deepEqual(endsOf(change), { web: 'expired' });
    assert.deepEqual(
      change.write?.views.map(({ sessionId, expiresAt }) => [sessionId, expiresAt]),
      [
        ['phone', ago({ hours: 1, days: -10 })],
        ['web', now],
      ],
    );
  });

  it('changes nothing of an account that is in order', () => {
    assert.equal(aged({ phone: using({}), galaxy: waiting(young) }).change.write, null);
  });

  describe('where a session ran out before anybody answered', () => {
    const expired = (confirmsAt: Date, fields = {}) =>
      waiting({ createdAt: ago({ days: 3 }), expiresAt: ago({ days: 1 }), confirmsAt, ...fields });

    it('goes on asking about it until its week is over, and forgets its address', () => {
      const { devices } = aged({ web: expired(ago({ days: -4 }), { ip: '192.0.2.1' }) });
      assert.equal(devices.web?.unanswered?.session.ip, null);
      assert.equal(devices.web?.session, null);
      assert.equal(devices.web?.unanswered?.session.sessionId, 'session');
      assert.equal(devices.web?.standing, 'new');
    });

    it('asks nothing about one that was confirmed', () => {
      const { devices } = aged({ web: expired(ago({ days: -4 }), { confirmed: true }) });
      assert.deepEqual([devices.web?.session, devices.web?.unanswered], [null, null]);
    });

    const of = (days: number) => ({ firstLoginAt: ago({ days }) });
    for (const [what, fields, standing] of [
      ['came once', {}, 'new'],
      ['came again within a day', { ...of(3), toldLoginAt: ago({ days: 3 }) }, 'new'],
      ['came again, and nobody was told', of(5), 'new'],
      [
        'came again, and was told of the first only',
        { ...of(5), toldLoginAt: ago({ days: 5 }) },
        'new',
      ],
      ['came again, and was told of', { ...of(5), toldLoginAt: ago({ days: 3 }) }, 'known'],
    ] as const) {
      it(`makes who ${what} ${standing} then`, () => {
        const { devices: then } = aged({ web: expired(ago({ hours: -1 }), fields) });
        const later = account({ devices: then });
        const draft = beginDraft(later, moment({}, ago({ hours: -1 })));
        assert.equal(draft.account.devices.web?.standing, standing);
        assert.equal(draft.account.devices.web?.unanswered, null);
      });

      it(`makes who ${what} ${standing}, also where nobody has looked before that`, () => {
        const stored = account({ devices: { web: expired(ago({ hours: 1 }), fields) } });
        const { web } = beginDraft(stored, moment()).account.devices;
        assert.deepEqual([web?.standing, web?.unanswered], [standing, null]);
      });
    }
  });
});

describe('an account in a draft', () => {
  it('leaves the one that was read as it was', () => {
    const read = account({ devices: { phone: using({ expiresAt: ago({ hours: 1 }) }) } });
    const before = structuredClone(read);
    finish(beginDraft(read, moment()), null);
    assert.deepEqual(read, before);
  });

  it('is written with the views that differ, and no others', () => {
    const draft = beginDraft(
      account({ devices: { a: using({ sessionId: 'a' }), b: using({ sessionId: 'b' }) } }),
      moment(),
    );
    Object.assign(draft.account.devices.a!.session!, { deviceName: 'Kitchen' });
    draft.account.devices.b!.session!.refresh.rotatedAt = ago({});
    const { write } = finish(draft, null);
    assert.deepEqual(
      write?.views.map(({ sessionId, deviceName }) => [sessionId, deviceName]),
      [['a', 'Kitchen']],
    );
    assert.notDeepEqual(openSession(), draft.account.devices.a?.session);
  });
});
