// The callables as they are deployed, on Firestore: what they answer, and whom they refuse.
import { endStored, setTimes } from './support/storedSession.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { accountIdOf } from '../../src/domain/account/accountId.ts';
import { listSessions } from '../../src/functions/listSessions.ts';
import { registerSession } from '../../src/functions/registerSession.ts';
import { revokeSession } from '../../src/functions/revokeSession.ts';
import { signOut } from '../../src/functions/signOut.ts';
import { callables } from '../functions/callables.ts';
import { setEnvironment } from '../functions/environment.ts';
import type { IdToken, Registered } from './support/deployed.ts';
import { claimsOf, describeDevice, signIn, useDeployed } from './support/deployed.ts';

const noSession = 'AAAAAAAAAAAAAAAAAAAAAA';
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
const revokedBy = (revokedReason: string) =>
  refused('session_revoked', 401, 'unauthenticated', { revokedReason });
const sessionExpired = refused('session_expired', 401, 'unauthenticated');
const recentSignInRequired = refused('recent_sign_in_required', 401, 'unauthenticated');
const sessionOpen = refused('session_open', 400, 'failed-precondition');
const ranOut = refused('session_expired', 401, 'unauthenticated', { revokedReason: 'expired' });
const sessionNotFound = refused('session_not_found', 404, 'not-found');
const currentSession = refused('current_session', 400, 'failed-precondition');

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
  const sessionIn = ({ session }: Registered) =>
    firestore().doc(`deviceSessions/${session.sessionId}`);
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
      ['the only one', '77.88.55.242', 0, '77.88.55.242'],
      ['the right-most', '8.8.8.8, 1.1.1.1, 77.88.55.242', 0, '77.88.55.242'],
      ['the one that the own proxy saw', '8.8.8.8, 77.88.55.242, 35.191.0.1', 1, '77.88.55.242'],
      ['an IPv6 address', '8.8.8.8, 2a02:6b8::feed:0ff', 0, '2a02:6b8::feed:ff'],
      ['none, where it is no address', '8.8.8.8, rubbish', 0, null],
      ['none, where the proxies wrote too few', '77.88.55.242', 1, null],
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

    it('takes the address of the connection where nothing stands in between', async () => {
      assert.equal(await addressOf(await register(newUser(), {}, {})), '127.0.0.1');
    });

    it('refuses a sign-in of more than ten minutes ago, and opens nothing', async () => {
      const uid = newUser();
      await assert.rejects(
        call(registerSession, signIn(uid, 602), describeDevice()),
        recentSignInRequired,
      );
      assert.equal(await countOf(uid), 0);
    });

    it('refuses the sign-in of a closed session, on any device', async () => {
      const uid = newUser();
      const { idToken } = await register(uid);
      await call(signOut, idToken);
      const firstIdToken: IdToken = { uid, authTime: idToken.authTime };
      for (const deviceId of [idToken.claims.device_id, 'another-device-0123456789']) {
        await assert.rejects(
          call(registerSession, firstIdToken, { ...describeDevice(), deviceId }),
          recentSignInRequired,
        );
      }
      assert.equal(await countOf(uid), 1);
    });

    it('refuses the ID token of a closed session', async () => {
      const { idToken } = await register(newUser());
      await call(signOut, idToken);
      const deviceId = idToken.claims.device_id;
      await assert.rejects(
        call(registerSession, idToken, { ...describeDevice(), deviceId }),
        revokedBy('sign_out'),
      );
    });

    it("refuses a live session's ID token, which opens nothing", async () => {
      const { idToken } = await register(newUser());
      await assert.rejects(call(registerSession, idToken, describeDevice()), sessionOpen);
    });
  });

  for (const { name, callable, input } of callables) {
    // signOut of what has ended is done already: see below.
    if (name === 'registerSession' || name === 'signOut') continue;
    describe(name, () => {
      async function assertRefused(
        { opened, idToken }: { opened: Registered; idToken: IdToken },
        refusal: (error: unknown) => boolean,
      ): Promise<void> {
        const before = await documentsOf(opened);
        await assert.rejects(call(callable, idToken, input), refusal);
        assert.deepEqual(await documentsOf(opened), before);
      }

      it('refuses a revoked session', async () => {
        const opened = await register(newUser());
        await endStored(firestore(), opened.session.sessionId);
        await assertRefused({ opened, idToken: opened.idToken }, revokedBy('user'));
      });

      it('refuses an expired session, whether or not Firestore has deleted it', async () => {
        const opened = await register(newUser());
        const past = { expiresAt: new Date(Date.now() - 1000) };
        await setTimes(firestore(), opened.session.sessionId, past);
        await assertRefused({ opened, idToken: opened.idToken }, ranOut);
        await sessionIn(opened).delete();
        await assertRefused({ opened, idToken: opened.idToken }, ranOut);
      });

      it("refuses another user's session like one that is not there", async () => {
        const opened = await register(newUser());
        const idToken = { ...opened.idToken, uid: newUser() };
        await assertRefused({ opened, idToken }, sessionExpired);
      });

      it("refuses another device's session like one that is not there", async () => {
        const opened = await register(newUser());
        const claims = { ...opened.idToken.claims, device_id: 'another-device-0123456789' };
        await assertRefused({ opened, idToken: { ...opened.idToken, claims } }, sessionExpired);
      });
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

  describe('revokeSession', () => {
    it("answers alike for another user's session and for none, and ends neither", async () => {
      const { idToken } = await register(newUser());
      const foreign = await register(newUser());
      const before = await documentsOf(foreign);
      for (const { sessionId } of [foreign.session, { sessionId: noSession }]) {
        await assert.rejects(call(revokeSession, idToken, { sessionId }), sessionNotFound);
      }
      assert.deepEqual(await documentsOf(foreign), before);
    });

    it('refuses the session in use, and leaves it live', async () => {
      const { idToken, session } = await register(newUser());
      const { sessionId } = session;
      await assert.rejects(call(revokeSession, idToken, { sessionId }), currentSession);
      assert.equal((await call(listSessions, idToken)).sessions.length, 1);
    });
  });

  it('listSessions shows no device id, push token or address', async () => {
    const uid = newUser();
    const phone = await register(uid);
    const laptop = await register(uid);
    const { sessions } = await call(listSessions, phone.idToken);
    assert.equal(sessions.length, 2);
    const text = JSON.stringify(sessions);
    for (const { idToken, pushToken } of [phone, laptop]) {
      for (const secret of [idToken.claims.device_id, pushToken, '212.27.48.10']) {
        assert.ok(!text.includes(secret));
      }
    }
  });
});
