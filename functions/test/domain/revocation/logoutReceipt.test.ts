import assert from 'node:assert/strict';
import { decideLogoutReceipt } from '../../../src/domain/revocation/logoutReceipt.ts';
import { ago, ended, moment, now, record, refusalOf } from '../records.ts';

describe('the receipt of a logout', () => {
  it('is written down once', () => {
    const { result, changes } = decideLogoutReceipt(ended('s', 'user'), moment());
    assert.deepEqual(result, now);
    assert.deepEqual(changes, [{ sessionId: 's', session: { logoutConfirmedAt: now } }]);
    const again = ended('s', 'user', { session: { logoutConfirmedAt: ago({ days: 1 }) } });
    assert.deepEqual(decideLogoutReceipt(again, moment()), {
      result: ago({ days: 1 }),
      changes: [],
    });
  });

  for (const [what, one] of [
    ['is gone', undefined],
    ['lives', record('s')],
    ['is past its time', ended('s', 'user', { session: { expiresAt: now } })],
  ] as const) {
    it(`is refused where the session ${what}`, () => {
      assert.equal(
        refusalOf(() => decideLogoutReceipt(one, moment())),
        'token_invalid',
      );
    });
  }
});
