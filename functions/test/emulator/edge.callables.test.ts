// The callables as they are deployed, on Firestore: what they answer, and whom they refuse.
import { endStored } from './support/storedSession.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { accountIdOf } from '../../src/domain/account/accountId.ts';
import { registerSession } from '../../src/functions/registerSession.ts';
import { signOut } from '../../src/functions/signOut.ts';
import { callables } from '../functions/callables.ts';
import { setEnvironment } from '../functions/environment.ts';
import type { IdToken, Registered } from './support/deployed.ts';
import { claimsOf, describeDevice, signIn, useDeployed } from './support/deployed.ts';

const newUser = () => `user-${randomUUID()}`;

function refused(reason: string, status: number, code: string, more: object = {}) {
  return (error: unknown) => {
    const told = error as { code: string; details: object; httpErrorCode: { status: number } };
    assert.deepEqual(
      { code: told.code, details: told.details, status: told.httpErrorCode?.status },
      { code, details: { reason, ...more }, status },
    );
    return true;
  };
}
const revokedByUser = refused('session_revoked', 401, 'unauthenticated', { revokedReason: 'user' });
const sessionExpired = refused('session_expired', 401, 'unauthenticated');
const recentSignInRequired = refused('recent_sign_in_required', 401, 'unauthenticated');

describe('the deployed callables', () => {
  const { firestore, call, register } = useDeployed();

  const accountOf = async (userId: string) => {
    const id = accountIdOf({ userId, tenantId: null });
    return (await firestore().doc(`deviceSessionAccounts/${id}`).get()).data();
  };
  /** The view of a session and its account, as they are stored. */
  const documentsOf = async ({ session: { sessionId } }: Registered) => {
    const view = (await firestore().doc(`deviceSessions/${sessionId}`).get()).data();
    return [view, await accountOf(String(view?.userId))];
  };
  const addressOf = async (opened: Registered) => {
    const [, account] = await documentsOf(opened);
    const [device] = Object.values(
      account?.devices as Record<string, { session: { ip?: string } }>,
    );
    return device?.session.ip ?? null;
  };
  const countOf = async (userId: string) => {
    const own = firestore().collection('deviceSessions').where('userId', '==', userId);
    return (await own.get()).size;
  };

  describe('registerSession', () => {
    it('answers with the session, and a custom token that names session and device', async () => {
      const uid = newUser();
      const device = describeDevice();
      const answer = await call(registerSession, signIn(uid), device);
      assert.deepEqual(Object.keys(answer).sort(), [
        'customToken',
        'deviceToken',
        'session',
        'tokens',
      ]);
      const told = claimsOf(answer.customToken);
      const claims = { sid: answer.session.sessionId, device_id: device.deviceId };
      assert.deepEqual({ ...told, ...{ uid, claims } }, told);
    });

    for (const [what, header, hops, expected] of [
      ['the right-most', '8.8.8.8, 1.1.1.1, 77.88.55.242', 0, '77.88.55.242'],
      ['the one that the own proxy saw', '8.8.8.8, 77.88.55.242, 35.191.0.1', 1, '77.88.55.242'],
    ] as const) {
      it(`takes the address from X-Forwarded-For: ${what}`, async () => {
        const restore = setEnvironment({ TRUSTED_PROXY_HOPS: String(hops) });
        try {
          const opened = await register(newUser(), {}, { 'x-forwarded-for': header });
          assert.equal(await addressOf(opened), expected);
        } finally {
          restore();
        }
      });
    }

    it('refuses a sign-in of more than ten minutes ago, and opens nothing', async () => {
      const uid = newUser();
      await assert.rejects(
        call(registerSession, signIn(uid, 602), describeDevice()),
        recentSignInRequired,
      );
      assert.equal(await countOf(uid), 0);
    });
  });

  for (const { name, callable, input } of callables) {
    // signOut of what has ended is done already: see below.
    if (name === 'registerSession' || name === 'signOut') continue;
    it(`${name} refuses another user’s session, another device’s and a revoked one, and changes nothing`, async () => {
      const opened = await register(newUser());
      const { idToken } = opened;
      const claims = { ...idToken.claims, device_id: 'another-device-0123456789' };
      const assertRefused = async (token: IdToken, refusal: (error: unknown) => boolean) => {
        const before = await documentsOf(opened);
        await assert.rejects(call(callable, token, input), refusal);
        assert.deepEqual(await documentsOf(opened), before);
      };
      await assertRefused({ ...idToken, uid: newUser() }, sessionExpired);
      await assertRefused({ ...idToken, claims }, sessionExpired);
      await endStored(firestore(), opened.session.sessionId);
      await assertRefused(idToken, revokedByUser);
    });
  }

  it('signOut of a session that has ended, or not the caller’s own, succeeds and changes nothing', async () => {
    const opened = await register(newUser());
    const claims = { ...opened.idToken.claims, device_id: 'another-device-0123456789' };
    const before = await documentsOf(opened);
    for (const idToken of [
      { ...opened.idToken, uid: newUser() },
      { ...opened.idToken, claims },
    ]) {
      assert.deepEqual(await call(signOut, idToken), {});
      assert.deepEqual(await documentsOf(opened), before);
    }
    assert.deepEqual(await call(signOut, opened.idToken), {});
    const ended = await documentsOf(opened);
    assert.equal(ended[0]?.revokedReason, 'sign_out');
    assert.deepEqual(await call(signOut, opened.idToken), {});
    assert.deepEqual(await documentsOf(opened), ended);
  });
});
