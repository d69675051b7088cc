import assert from 'node:assert/strict';
import {
  decideErasure,
  decideErasureOfDeleted,
  decideReadmission,
} from '../../../src/domain/revocation/erasure.ts';
import type { FirebaseAccount } from '../../../src/domain/session/firebaseAccount.ts';
import {
  findRemembered,
  identityOf,
  remainderOf,
  withCustomToken,
} from '../../../src/domain/session/firebaseAccount.ts';
import { ago, alice, moment, now } from '../records.ts';

const year = ago({ days: -365 });

/** An account made a day ago, of which a custom token may live for ten minutes. */
function known(fields: Partial<FirebaseAccount> = {}): FirebaseAccount {
  return {
    createdAt: ago({ days: 1 }),
    wasAhead: false,
    customTokenUntil: ago({ seconds: -600 }),
    goneBefore: null,
    erasedAt: null,
    deleteAt: year,
    ...fields,
  };
}

const account = (createdAt: Date) => ({ disabled: false, createdAt, tokensValidAfter: null });

describe('the account that exists now', () => {
  const zero = new Date(0);
  const ahead = { createdAt: ago({ days: -2 }), wasAhead: true };
  const cases: [what: string, made: Date, of: Partial<FirebaseAccount>, identity: string][] = [
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
      assert.equal(identityOf(account(made), known(fields)), identity);
    });
  }

  it('is the same where nothing is remembered, deleted by TTL or not', () => {
    assert.equal(identityOf(account(now), null), 'same');
    assert.equal(findRemembered(known({ deleteAt: now }), now), null);
    assert.notEqual(findRemembered(known({ deleteAt: ago({ seconds: -1 }) }), now), null);
  });
});

describe('what is remembered of an account, once a custom token is signed', () => {
  const until = ago({ seconds: -4200 });

  it('is its time, and seventy minutes', () => {
    const { createdAt, wasAhead, customTokenUntil, goneBefore } = withCustomToken(
      account(ago({ days: 9 })),
      null,
      moment(),
    );
    assert.deepEqual(
      [createdAt, wasAhead, customTokenUntil, goneBefore],
      [ago({ days: 9 }), false, until, null],
    );
    assert.equal(withCustomToken(account(ago({ days: -1 })), null, moment()).wasAhead, true);
  });

  it('is never moved by a look, except the end of the custom token', () => {
    for (const made of [ago({ days: 1 }), ago({ days: 3 }), new Date(0)]) {
      const kept = withCustomToken(account(made), known(), moment());
      assert.deepEqual([kept.createdAt, kept.customTokenUntil], [ago({ days: 1 }), until]);
    }
    const later = known({ customTokenUntil: ago({ seconds: -5000 }) });
    const kept = withCustomToken(account(ago({ days: 1 })), later, moment());
    assert.deepEqual(kept.customTokenUntil, later.customTokenUntil);
  });

  it('begins anew with a new account, after all that the old one had', () => {
    const old = known({ customTokenUntil: ago({ days: 2 }), createdAt: ago({ days: 9 }) });
    const made = ago({ days: 1 });
    const kept = withCustomToken(account(made), old, moment());
    assert.deepEqual([kept.createdAt, kept.customTokenUntil], [made, until]);
    // The old one's last registration was seventy minutes before its custom token ended.
    assert.ok(kept.goneBefore! < old.customTokenUntil);
    assert.ok(kept.goneBefore!.getTime() > old.customTokenUntil.getTime() - 4200_000);
  });

  it('outlives all that the registration leads to', () => {
    const long = { maxDays: 1000, retentionDays: 90 };
    const { deleteAt } = withCustomToken(account(now), null, moment(long));
    assert.ok(deleteAt > ago({ days: -1090 }));
    assert.deepEqual(withCustomToken(account(now), null, moment({ maxDays: 1 })).deleteAt, year);
  });
});

describe('what goes of a user', () => {
  const when = { owner: alice, now };
  const goes = (made: Date | null, of: FirebaseAccount | null = known()) =>
    decideErasureOfDeleted(of, made && account(made), when);

  it('is all where the account is gone, or came back by a custom token; the two values stay', () => {
    for (const made of [null, now]) {
      const { result, firebaseAccount } = goes(made);
      assert.equal(result, 'all');
      const { createdAt, customTokenUntil, erasedAt, deleteAt } = firebaseAccount!.value;
      assert.deepEqual(
        [createdAt, customTokenUntil, erasedAt, deleteAt],
        [known().createdAt, known().customTokenUntil, now, year],
      );
    }
  });

  it('is nothing of the account that is remembered', () => {
    const { result, firebaseAccount } = goes(ago({ days: 1 }));
    assert.deepEqual([result, firebaseAccount], [{ olderThan: null }, undefined]);
    const anew = known({ goneBefore: ago({ days: 2 }) });
    assert.deepEqual(goes(ago({ days: 1 }), anew).result, { olderThan: ago({ days: 2 }) });
  });

  it('is what is older than an account of which nothing is remembered, or that is new', () => {
    assert.deepEqual(goes(now, null).result, { olderThan: now });
    const late = ago({ seconds: -700 });
    assert.deepEqual(goes(late).result, { olderThan: late });
  });

  it('is all for an operator, also where the account exists', () => {
    assert.equal(decideErasure(known(), when).result, 'all');
    assert.deepEqual(decideErasure(null, when), { result: 'all', changes: [] });
  });

  it('leaves a remainder that no late or repeated erasure moves', () => {
    const first = remainderOf(known(), now);
    const later = ago({ days: -30 });
    assert.deepEqual(remainderOf(first, later), { ...first, erasedAt: later });
  });
});

describe('readmission', () => {
  const gone = remainderOf(known(), now);
  const revived = account(ago({ seconds: 60 }));
  const decide = (at: Date, one = revived) =>
    decideReadmission(gone, one, { owner: alice, now: at });

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
    const { result, firebaseAccount } = decide(ago({ seconds: -601 }));
    assert.equal(result, true);
    const readmitted = firebaseAccount!.value;
    assert.deepEqual(readmitted, { ...gone, createdAt: revived.createdAt });
    assert.equal(identityOf(revived, readmitted), 'same');
  });

  it('does nothing where the account is not refused', () => {
    for (const made of [ago({ days: 1 }), ago({ days: -1 })]) {
      const plan = decide(ago({ days: -2 }), account(made));
      assert.deepEqual([plan.result, plan.firebaseAccount], [false, undefined]);
    }
  });
});
