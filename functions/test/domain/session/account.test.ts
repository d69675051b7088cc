import assert from 'node:assert/strict';
import type { Account, AccountAnswer } from '../../../src/domain/session/account.ts';
import {
  isAccountCheckDue,
  isInOrder,
  isOlderThanChange,
} from '../../../src/domain/session/account.ts';
import { ago, now, record } from '../records.ts';

const account = (fields: Partial<Account> = {}): Account => ({
  disabled: false,
  createdAt: ago({ days: 1 }),
  tokensValidAfter: null,
  ...fields,
});

describe('an account', () => {
  const cases: [what: string, account: AccountAnswer, inOrder: boolean, isOlder: boolean][] = [
    ['that nobody asked about goes on', undefined, true, false],
    ['that is gone does not', null, false, false],
    ['that is disabled does not', account({ disabled: true }), false, false],
    ['without any revocation goes on', account(), true, false],
    ['revoked since does not', account({ tokensValidAfter: ago({ seconds: -1 }) }), false, true],
    [
      'revoked in the second of the sign-in goes on',
      account({ tokensValidAfter: now }),
      true,
      false,
    ],
    ['revoked before goes on', account({ tokensValidAfter: ago({ seconds: 1 }) }), true, false],
  ];
  for (const [what, answer, inOrder, isOlder] of cases) {
    it(what, () => {
      assert.deepEqual(
        [isInOrder(answer, now), isOlderThanChange(answer, now)],
        [inOrder, isOlder],
      );
    });
  }

  it('is looked at once an hour', () => {
    const checked = (accountCheckedAt: Date) =>
      isAccountCheckDue(record('s', { secrets: { accountCheckedAt } }).secrets, now);
    assert.deepEqual([checked(ago({ seconds: 3599 })), checked(ago({ hours: 1 }))], [false, true]);
  });
});
