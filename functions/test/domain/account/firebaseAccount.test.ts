import assert from 'node:assert/strict';
import type { RememberedAccount, Stored } from '../../../src/domain/account/account.ts';
import { decideErasure, decideReadmission } from '../../../src/domain/account/erasure.ts';
import {
  identityOf,
  isInOrder,
  isLookDue,
  remembering,
} from '../../../src/domain/account/firebaseAccount.ts';
import {
  account as stored,
  ago,
  alertEntry,
  known as knowing,
  moment,
  now,
  using,
} from '../accounts.ts';

/** An account made a day ago, of which a custom token may live for ten minutes. */
function known(fields: Partial<RememberedAccount> = {}): RememberedAccount {
  return {
    createdAt: ago({ days: 1 }),
    wasAhead: false,
    customTokenUntil: ago({ seconds: -600 }),
    ...fields,
  };
}

const account = (createdAt: Date) => ({ disabled: false, createdAt, tokensValidAfter: null });

describe('the account that exists now', () => {
  const zero = new Date(0);
  const ahead = { createdAt: ago({ days: -2 }), wasAhead: true };
  const cases: [what: string, made: Date, of: Partial<RememberedAccount>, identity: string][] = [
    ['says what it said', ago({ days: 1 }), {}, 'same'],
    ['says it within the second', new Date(ago({ days: 1 }).getTime() + 999), {}, 'same'],
    ['is an older import', ago({ days: 2 }), {}, 'same'],
    ['says no time at all, as an import may', zero, {}, 'same'],
    ['was made a second later', new Date(ago({ days: 1 }).getTime() + 1000), {}, 'revived'],
    ['was made just now', now, {}, 'revived'],
    ['was made as the custom token ended', ago({ seconds: -600 }), {}, 'revived'],
    ['was made when none could live', ago({ seconds: -601 }), {}, 'new'],
    ['said zero, and says so', zero, { createdAt: zero }, 'same'],
    ['said zero, and was made just now', now, { createdAt: zero }, 'revived'],
    ['said a time ahead, and says so', ago({ days: -2 }), ahead, 'same'],
    ['said a time ahead, and was made just now', now, ahead, 'revived'],
    ['said a time ahead, and was made late', ago({ days: -1 }), ahead, 'new'],
    ['said a time ahead, and says none', zero, ahead, 'same'],
  ];
  for (const [what, made, fields, identity] of cases) {
    it(`is ${identity} where it ${what}`, () => {
      assert.equal(identityOf(known(fields), account(made)), identity);
    });
  }

  it('is the same where nothing is remembered, or nobody has asked', () => {
    assert.equal(identityOf(null, account(now)), 'same');
    assert.equal(identityOf(known({ createdAt: null }), account(now)), 'same');
    assert.equal(identityOf(known(), undefined), 'same');
  });

  it('lets sign-ins go on that are not older than its last change, where it is not disabled', () => {
    const changed = { ...account(now), tokensValidAfter: ago({ seconds: 10 }) };
    const isGood = (answer: Parameters<typeof isInOrder>[0]) =>
      isInOrder(answer, ago({ seconds: 11 }));
    assert.deepEqual(
      [undefined, null, account(now), { ...account(now), disabled: true }, changed].map(isGood),
      [true, false, true, false, false],
    );
    assert.equal(isInOrder(changed, ago({ seconds: 10 })), true);
  });

  it('is asked about once an hour', () => {
    assert.equal(isLookDue({ checkedAt: ago({ seconds: 3599 }) }, now), false);
    assert.equal(isLookDue({ checkedAt: ago({ hours: 1 }) }, now), true);
  });
});

describe('what is remembered of an account, once a custom token is signed', () => {
  const customTokenUntil = ago({ seconds: -4200 });

  it('is its time, and seventy minutes', () => {
    const createdAt = ago({ days: 9 });
    const kept = remembering(null, account(createdAt), now);
    assert.deepEqual(kept, { createdAt, wasAhead: false, customTokenUntil });
    assert.equal(remembering(null, account(ago({ days: -1 })), now).wasAhead, true);
    assert.equal(remembering(null, undefined, now).createdAt, null);
  });

  it('is never moved by a look, except the end of the custom token', () => {
    for (const made of [ago({ days: 1 }), ago({ days: 3 }), new Date(0)]) {
      const kept = remembering(known(), account(made), now);
      assert.deepEqual(kept, known({ customTokenUntil }));
    }
    const later = known({ customTokenUntil: ago({ seconds: -5000 }) });
    assert.deepEqual(remembering(later, account(ago({ days: 1 })), now), later);
  });
});

describe('what is left of an erased user', () => {
  const erase = (of: Stored, at = now) => decideErasure(knowing(of), null, moment({}, at));
  const user = stored({
    devices: {
      phone: using({ sessionId: 'phone' }),
      mute: using({ sessionId: 'm' }, { pushToken: null }),
    },
    outbox: [alertEntry()],
  });

  it('are the two values and the logouts, for an hour, and nothing that says whose it was', () => {
    const { result, write } = erase(user);
    assert.deepEqual(write?.forgotten, ['phone', 'm']);
    const { outbox, ...rest } = write.account;
    assert.deepEqual(rest, {
      firebaseAccount: user.firebaseAccount,
      isOwed: true,
      deleteAt: ago({ days: -365 }),
    });
    assert.deepEqual(
      outbox.map(({ kind, until, pushId }) => [kind, until, pushId]),
      [['force_logout', ago({ hours: -1 }), result[0]]],
    );
    assert.doesNotMatch(JSON.stringify(write.account), /alice/);
  });

  it('is moved by no late or repeated erasure, and by none of nobody', () => {
    const remainder = erase(user).write!.account;
    assert.equal(erase(remainder, ago({ hours: -1 })).write, null);
    assert.equal(erase(null).write, null);
  });
});

describe('readmission', () => {
  const { firebaseAccount, ...rest } = decideErasure(knowing(stored()), null, moment()).write!
    .account;
  const gone: Stored = { ...rest, firebaseAccount: { ...firebaseAccount, ...known() } };
  const revived = account(ago({ seconds: 60 }));
  const decide = (at: Date, answer = revived) =>
    decideReadmission(knowing(gone), { answer }, moment({}, at));

  it('is refused while a custom token may live, with the time', () => {
    for (const [at, retryAfterSeconds] of [
      [now, 601],
      [ago({ seconds: -600 }), 1],
    ] as const) {
      assert.throws(() => decide(at), {
        reason: 'account_revived',
        details: { retryAfterSeconds },
        message: /^Not before 2026-03-01T12:10:00.000Z/,
      });
    }
  });

  it('puts the account that exists in the place of the deleted one', () => {
    const { result, write } = decide(ago({ seconds: -601 }));
    assert.equal(result, true);
    assert.deepEqual(write?.account, {
      ...gone,
      firebaseAccount: known({ createdAt: revived.createdAt }),
    });
    assert.equal(identityOf(write.account.firebaseAccount, revived), 'same');
  });

  it('does nothing where the account is not refused', () => {
    for (const made of [ago({ days: 1 }), ago({ days: -1 })]) {
      const { result, write } = decide(ago({ days: -2 }), account(made));
      assert.deepEqual([result, write], [false, null]);
    }
  });
});
