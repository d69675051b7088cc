// What the Admin SDK says of an ID token, as the product takes it.
import assert from 'node:assert/strict';
import { firebaseAccounts } from '../../src/clients/firebaseAccounts.ts';

const sid = 'A'.repeat(22);
const token = {
  ...{ uid: 'alice', sid, device_id: 'device-01', iat: 10, exp: 20, auth_time: 5 },
  firebase: { sign_in_provider: 'password' },
};

/** Accounts of the project, and those of a tenant, each of whose ID tokens is what `verify` gives. */
function accountsOf(verify: (where: string, ...asked: unknown[]) => Promise<unknown>) {
  const authOf = (where: string) => ({
    verifyIdToken: (...asked: unknown[]) => verify(where, ...asked),
  });
  const tenantManager = () => ({ authForTenant: authOf });
  return firebaseAccounts({ ...authOf('the project'), tenantManager } as never);
}

describe('firebaseAccounts', () => {
  it('takes a session from claims of our shape alone', async () => {
    for (const [claims, sessionId] of [
      [{}, sid],
      [{ sid: 'of/another' }, undefined],
      [{ sid: 22 }, undefined],
      [{ device_id: undefined }, undefined],
    ] as const) {
      const accounts = accountsOf(async () => ({ ...token, ...claims }));
      assert.equal((await accounts.verifyIdToken('token'))?.sessionId, sessionId);
    }
  });

  it('asks the user’s own tenant, also whether a reauthentication was revoked', async () => {
    const asked: unknown[] = [];
    const accounts = accountsOf(async (...all) => (asked.push(all), token));
    for (const tenantId of [null, 'tenant-1']) {
      await accounts.verifyReauthentication('token', { userId: 'alice', tenantId });
    }
    assert.deepEqual(asked, [
      ['the project', 'token', true],
      ['tenant-1', 'token', true],
    ]);
  });

  for (const [what, message, outcome] of [
    ['a bad token', 'Decoding failed', null],
    [
      'one whose keys cannot be fetched',
      'Error fetching public keys for Google certs',
      'unavailable',
    ],
  ] as const) {
    it(`says of ${what}: ${outcome ?? 'nothing'}`, async () => {
      const error = Object.assign(new Error(message), { code: 'auth/argument-error' });
      const answer = accountsOf(() => Promise.reject(error)).verifyIdToken('token');
      if (outcome === null) assert.equal(await answer, null);
      else await assert.rejects(answer, { reason: outcome });
    });
  }
});
