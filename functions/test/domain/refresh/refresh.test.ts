import assert from 'node:assert/strict';
import type { AccountAnswer } from '../../../src/domain/account/firebaseAccount.ts';
import type { OpenSession, Stored } from '../../../src/domain/account/account.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import { decideTokenRevocation, decideTokenUse } from '../../../src/domain/refresh/refresh.ts';
import {
  account,
  ago,
  endedView,
  endsOf,
  known,
  moment,
  now,
  refusalOf,
  using,
  written,
} from '../accounts.ts';

const inOrder = { disabled: false, createdAt: ago({ days: 100 }), tokensValidAfter: null };

function use(
  session: Partial<OpenSession>,
  nonce = 'current',
  firebaseAccount?: AccountAnswer | 'later',
  askedAt = now,
  limits: Partial<SessionPolicy> = {},
) {
  const devices = { s: using({ sessionId: 's', ...session }), o: using({ sessionId: 'o' }) };
  const input = { callId: 'call', token: { sessionId: 's', nonce }, firebaseAccount, askedAt };
  return decideTokenUse(known(account({ devices })), input, moment(limits));
}

describe('a refresh token', () => {
  it('that is current gets the next nonce, and counts as activity', () => {
    const change = use({});
    const { session } = written(change).devices.s!;
    assert.ok(change.result.kind === 'refreshed');
    assert.deepEqual(session?.refresh, {
      currentNonce: change.result.nonce,
      previousNonce: 'current',
      rotatedAt: now,
    });
    assert.deepEqual([session?.lastActiveAt, session?.changedAt], [now, now]);
  });

  it('gets the current one again within a second of the session’s last change, and nothing is written', () => {
    const lastActiveAt = now;
    for (const [ms, isTooSoon] of [
      [999, true],
      [1000, false],
    ] as const) {
      const changedAt = new Date(now.getTime() - ms);
      const { result, write } = use({ changedAt, lastActiveAt });
      assert.ok(result.kind === 'refreshed');
      assert.deepEqual([result.nonce === 'current', write === null], [isTooSoon, isTooSoon]);
    }
  });

  it('that is the previous one gets the current one again within the grace, and nothing is written', () => {
    const refresh = { currentNonce: 'c', previousNonce: 'p', rotatedAt: ago({ seconds: 10 }) };
    const { result, write } = use({ refresh }, 'p');
    assert.ok(result.kind === 'refreshed');
    assert.deepEqual([result.nonce, write], ['c', null]);
  });

  it('that is the previous one ends its session later, where no lost answer is accepted', () => {
    const late = use({}, 'previous', undefined, now, { lostAnswer: 'end' });
    assert.deepEqual([endsOf(late), endsOf(use({}, 'previous'))], [{ s: 'token_reuse' }, {}]);
  });

  it('that is an older one ends its session, and tells its device and the others', () => {
    const change = use({}, 'older');
    assert.deepEqual(endsOf(change), { s: 'token_reuse' });
    assert.ok(change.result.kind === 'reuse');
    assert.equal(change.result.pushIds.length, 2);
    const again = decideTokenUse(
      known(written(change)),
      {
        callId: 'call',
        token: { sessionId: 's', nonce: 'older' },
        firebaseAccount: 'later',
        askedAt: now,
      },
      moment(),
    );
    assert.deepEqual([again.result, again.write], [change.result, null]);
  });

  for (const [what, stored, views, refusal] of [
    ['of an ended session', account(), [endedView('s', 'd', 'user')], 'session_revoked'],
    ['of one that ran out', account(), [endedView('s', 'd', 'expired')], 'session_expired'],
    ['of one that is gone', account(), [], 'session_expired'],
    ['of an account that is gone', null as Stored, [], 'session_expired'],
  ] as const) {
    it(`is refused ${what}`, () => {
      const token = { sessionId: 's', nonce: 'current' };
      const input = { callId: 'call', token, firebaseAccount: undefined, askedAt: now };
      const decide = () => decideTokenUse(known(stored, views), input, moment());
      assert.equal(refusalOf(decide), refusal);
    });
  }
});

describe('the hourly look', () => {
  it('is due for all sessions of an account at once, and by no token that is reuse', () => {
    assert.equal(use({}, 'current', 'later').result.kind, 'lookDue');
    assert.equal(use({}, 'older', 'later').result.kind, 'reuse');
    assert.equal(use({}, 'current', inOrder).result.kind, 'refreshed');
    assert.deepEqual(written(use({}, 'current', inOrder)).checkedAt, now);
  });

  const changed = { ...inOrder, tokensValidAfter: ago({ seconds: 10 }) };
  for (const [what, answer, ends] of [
    ['gone', null, { s: 'account', o: 'account' }],
    ['disabled', { ...inOrder, disabled: true }, { s: 'account', o: 'account' }],
    ['made anew', { ...inOrder, createdAt: ago({ days: 2 }) }, { s: 'account', o: 'account' }],
    ['another one', { ...inOrder, createdAt: now }, { s: 'account', o: 'account' }],
    ['changed since the sign-ins', changed, { s: 'account', o: 'account' }],
  ] as const) {
    it(`ends what it concerns where the account is ${what}`, () => {
      const change = use({}, 'current', answer);
      assert.deepEqual(endsOf(change), ends);
      assert.equal(change.result.kind, 'ended');
    });
  }

  it('ends nothing that signed in since the change, nor that was registered after it was made', () => {
    const young = { signedInAt: ago({ seconds: 5 }) };
    assert.deepEqual(endsOf(use(young, 'current', changed)), { o: 'account' });
    const late = { registeredAt: ago({ seconds: 5 }) };
    assert.deepEqual(endsOf(use(late, 'current', changed, ago({ seconds: 6 }))), { o: 'account' });
  });

  it('leaves the one "no" to those that were confirmed, for this very change', () => {
    const { devices } = written(use({}, 'current', changed));
    assert.deepEqual(devices.o?.mayDenySince, changed.tokensValidAfter);
    const gone = written(use({}, 'current', null));
    assert.equal(gone.devices.o?.mayDenyUntil ?? null, null);
  });
});

describe('a token that its app gives back', () => {
  it('ends its session, and nothing else', () => {
    const stored = account({
      devices: { s: using({ sessionId: 's' }), o: using({ sessionId: 'o' }) },
    });
    const giveBack = (sessionId: string) =>
      decideTokenRevocation(known(stored), { sessionId }, moment());
    assert.deepEqual(endsOf(giveBack('s')), { s: 'sign_out' });
    assert.equal(giveBack('gone').write, null);
    assert.equal(decideTokenRevocation(known(null), { sessionId: 's' }, moment()).write, null);
  });
});
