import assert from 'node:assert/strict';
import { accountIdOf, shareBefore } from '../../../src/domain/account/accountId.ts';

describe('the share of ids before one', () => {
  it('goes from nothing to almost all', () => {
    assert.equal(shareBefore('-'.repeat(43)), 0);
    const last = shareBefore('z'.repeat(43));
    assert.ok(last > 0.999_999 && last < 1);
  });

  it('grows in the order of the ids, and is what it says', () => {
    const ids = Array.from({ length: 2000 }, (_, at) =>
      accountIdOf({ userId: `user-${at}`, tenantId: null }),
    ).sort();
    const shares = ids.map(shareBefore);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    for (const [at, share] of shares.entries()) assert.ok(Math.abs(share - at / 2000) < 0.05);
  });
});
