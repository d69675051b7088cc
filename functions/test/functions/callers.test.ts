// Who calls is told by the ID token, and by nothing else. A caller that is nobody gets no further.
import assert from 'node:assert/strict';
import type { CallableRequest } from 'firebase-functions/v2/https';
import { sessionCaller, signInCaller } from '../../src/http/callers.ts';
import { generateSessionKeys } from '../../src/tokens/sessionKeys.ts';
import { callables } from './callables.ts';
import { setEnvironment } from './environment.ts';

const sid = 'AAAAAAAAAAAAAAAAAAAAAA';
/** Stands for the keys of the deployment. */
const tokens = {
  hashDevice: async (sessionId: string, deviceId: string) => [`${sessionId}/${deviceId}`],
};
const session = { sessionId: sid, deviceId: 'device-01', deviceHashes: [`${sid}/device-01`] };

/** An ID token's claims, as they stand in a request after verification. */
function authOf(
  uid: string | undefined,
  claims: object = {},
): NonNullable<CallableRequest['auth']> {
  const token = { sub: uid, auth_time: 1_770_000_000, firebase: { sign_in_provider: 'password' } };
  return { uid, token: { ...token, ...claims }, rawToken: '' } as never;
}

function refusedWith(code: string, status: number, details: object) {
  return (error: unknown) => {
    const { code: own, details: told, httpErrorCode } = error as Record<string, object>;
    assert.deepEqual(
      { code: own, details: told, status: (httpErrorCode as { status?: number }).status },
      { code, details, status },
    );
    return true;
  };
}
const signInRequired = refusedWith('unauthenticated', 401, { reason: 'sign_in_required' });
const sessionRequired = refusedWith('failed-precondition', 400, { reason: 'session_required' });

/** A team, or its identity provider, may have a `sid` of its own. */
const foreignClaims: object[] = [
  ...[22, '', null, true, {}, [sid], sid.slice(1), `${sid}A`, `${sid}\n`, `../${sid}`].map(
    (foreign) => ({ sid: foreign, device_id: 'device-01' }),
  ),
  ...[{ sid }, { sid, device_id: 7 }, { sid, device_id: null }],
];

describe('the caller of a callable', () => {
  let restore: () => void;

  before(async () => {
    restore = setEnvironment({
      GCLOUD_PROJECT: 'demo-callers',
      // The services of this process are built once, for the tests of other files too.
      FIREBASE_CONFIG: JSON.stringify({ projectId: 'demo-callers' }),
      SESSION_KEYS: await generateSessionKeys(),
    });
  });
  after(() => restore());

  for (const { name, callable, input } of callables) {
    const callWith = (auth: CallableRequest['auth'], data: unknown = input) =>
      callable.run({
        data,
        auth,
        rawRequest: { headers: {}, socket: {} },
      } as never);

    describe(name, () => {
      it('is nobody without an ID token', async () => {
        await assert.rejects(callWith(undefined), signInRequired);
      });

      it('is nobody with an ID token without a user, as the emulator makes of rubbish', async () => {
        await assert.rejects(callWith(authOf(undefined)), signInRequired);
        await assert.rejects(callWith(authOf('')), signInRequired);
        await assert.rejects(
          callWith(authOf(undefined, { sid, device_id: 'device-01' })),
          signInRequired,
        );
      });

      if (name !== 'registerSession') {
        it('has no session before the app has signed in with the custom token', async () => {
          await assert.rejects(callWith(authOf('alice')), sessionRequired);
          await assert.rejects(
            callWith(authOf('alice', { device_id: 'device-01' })),
            sessionRequired,
          );
        });

        it('has no session with a sid that was never ours, or without the device that it belongs to', async () => {
          for (const claims of foreignClaims) {
            await assert.rejects(callWith(authOf('alice', claims)), sessionRequired);
          }
        });
      }

      it('cannot be named by the input', async () => {
        const auth = authOf('alice', { sid, device_id: 'device-01' });
        for (const field of ['userId', 'uid', 'sid', 'auth']) {
          await assert.rejects(
            callWith(auth, { ...input, [field]: 'mallory' }),
            refusedWith('invalid-argument', 400, { reason: 'invalid_input', field }),
          );
        }
      });

      it('sends an object or nothing', async () => {
        const auth = authOf('alice', { sid, device_id: 'device-01' });
        for (const data of ['text', 1, true, [], [input]]) {
          await assert.rejects(
            callWith(auth, data),
            refusedWith('invalid-argument', 400, { reason: 'invalid_input', field: 'data' }),
          );
        }
      });
    });
  }

  it('is the user, session and device of the ID token', async () => {
    const auth = authOf('alice', { sid, device_id: 'device-01' });
    assert.deepEqual(await sessionCaller({ auth }, tokens), {
      userId: 'alice',
      tenantId: null,
      ...session,
    });
  });

  it('is of the tenant that the ID token names, and of no other', async () => {
    const firebase = { sign_in_provider: 'password', tenant: 'clinic-1' };
    const auth = authOf('alice', { sid, device_id: 'device-01', firebase });
    assert.equal((await sessionCaller({ auth }, tokens)).tenantId, 'clinic-1');
    assert.equal((await signInCaller({ auth }, tokens, [])).tenantId, 'clinic-1');
  });

  const signInOf = (claims: object = {}, carriedClaims: string[] = []) =>
    signInCaller({ auth: authOf('alice', claims) }, tokens, carriedClaims);

  it('of registerSession is the sign-in behind the ID token', async () => {
    assert.deepEqual(await signInOf(), {
      userId: 'alice',
      tenantId: null,
      signedInAt: new Date(1_770_000_000_000),
      provider: 'password',
      methods: { provider: null, secondFactor: null },
      carriedClaims: {},
      refreshed: false,
      session: null,
    });
  });

  it('of registerSession shows whether Firebase has refreshed its ID token', async () => {
    assert.equal((await signInOf({ iat: 1_770_000_001 })).refreshed, true);
  });

  it('of registerSession brings the claims that the team carries on, and no others', async () => {
    const { carriedClaims } = await signInOf({ role: 'nurse', orgId: 7, other: 1 }, [
      'role',
      'x',
      'constructor',
    ]);
    assert.deepEqual(carriedClaims, { role: 'nurse' });
  });

  it('of registerSession may come with methods that have ids, and with a session', async () => {
    const claims = {
      sid,
      device_id: 'device-01',
      firebase: {
        sign_in_provider: 'google.com',
        identities: { 'google.com': ['1234'] },
        sign_in_second_factor: 'totp',
        second_factor_identifier: 'factor-1',
      },
    };
    assert.deepEqual(await signInOf(claims), {
      userId: 'alice',
      tenantId: null,
      signedInAt: new Date(1_770_000_000_000),
      provider: 'google.com',
      methods: { provider: 'google.com:1234', secondFactor: 'totp:factor-1' },
      carriedClaims: {},
      refreshed: false,
      session,
    });
  });

  it('of registerSession has no session by claims that are not ours', async () => {
    for (const claims of foreignClaims) assert.equal((await signInOf(claims)).session, null);
  });

  it('of registerSession is nobody when the ID token does not say when it signed in', async () => {
    for (const auth_time of [undefined, '1770000000', null]) {
      await assert.rejects(signInOf({ auth_time }), { reason: 'sign_in_required' });
    }
  });
});
