// The guard before functions of the team's own, on Firestore: it lets a live session in, and a closed
// device out at its very next call.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { makeTokens } from '../../src/tokens/makeTokens.ts';
import { parseSessionKeys } from '../../src/tokens/sessionKeys.ts';
import type { Google } from './support/google.ts';
import { startGoogle } from './support/google.ts';
import type { HttpReply } from './support/http.ts';
import { refusalOf } from './support/http.ts';
import type { Program, ProgramDevice } from './support/tokenProgram.ts';
import {
  guarded,
  guardedForConfirmed,
  idTokenOf,
  programProject,
  startProgram,
} from './support/tokenProgram.ts';

const newUser = () => `user-${randomUUID()}`;

describe('the guard', () => {
  const firestore = new Firestore({ projectId: programProject });
  let google: Google;
  let program: Program;

  before(async () => {
    google = await startGoogle();
    program = await startProgram(google.port);
  });
  after(async () => {
    await program.close();
    await google.close();
    await firestore.terminate();
  });

  const request = (accessToken: string, { request: name } = guarded) =>
    program.call(name, { headers: { authorization: `Bearer ${accessToken}` } });
  const call = (idToken: string | null, { call: name } = guarded) => program.callAs(idToken, name);

  function assertRequestRefused(reply: HttpReply, reason: string): void {
    assert.deepEqual(refusalOf(reply), {
      ...{ status: 401, error: 'invalid_token', reason },
      challenge: 'Bearer',
    });
    assert.match(reply.headers.get('www-authenticate') ?? '', /^Bearer error="invalid_token", /);
    assert.equal(reply.headers.get('cache-control'), 'no-store');
  }

  function assertCallRefused({ status, json }: HttpReply, refusal: [number, string]): void {
    assert.deepEqual([status, json.error?.details?.reason], refusal);
  }

  /** Both ways in are closed, and nothing is said but this reason. */
  async function assertOut(device: ProgramDevice, reason: string): Promise<void> {
    for (const functions of [guarded, guardedForConfirmed]) {
      assertRequestRefused(await request(device.tokens.access_token, functions), reason);
      assertCallRefused(await call(device.idToken, functions), [401, reason]);
    }
  }

  async function assertIn(
    device: ProgramDevice,
    { confirmed = true, functions = guarded } = {},
  ): Promise<void> {
    const { userId: uid, deviceId, session } = device;
    const live = { uid, sid: session.sessionId, deviceId, confirmed };
    const requested = await request(device.tokens.access_token, functions);
    assert.deepEqual([requested.status, requested.json], [200, live]);
    const called = await call(device.idToken, functions);
    assert.deepEqual([called.status, called.json.result], [200, live]);
  }

  /** Neither way in answers, and both say what would open them. */
  async function assertHeld(device: ProgramDevice): Promise<void> {
    const requested = await request(device.tokens.access_token, guardedForConfirmed);
    const { error, error_description, ...details } = requested.json;
    const { retryAfterSeconds, confirmBy, ...rest } = details;
    assert.deepEqual([requested.status, error, rest], [403, 'access_denied', unconfirmed]);
    assert.deepEqual(confirmBy, ['other_device', 'time']);
    assert.ok(retryAfterSeconds > 6.9 * 86_400 && retryAfterSeconds <= 7 * 86_400);
    assert.equal(requested.headers.get('retry-after'), String(retryAfterSeconds));
    assert.equal(requested.headers.get('www-authenticate'), null);
    const called = await call(device.idToken, guardedForConfirmed);
    const { status, message: _, details: told } = called.json.error ?? {};
    assert.deepEqual([called.status, status], [403, 'PERMISSION_DENIED']);
    assert.equal(called.json.result, undefined);
    assert.deepEqual({ ...told, retryAfterSeconds }, details);
  }
  const unconfirmed = { reason: 'session_unconfirmed' };

  it('hands over whose call it is, of which session and device', async () => {
    await assertIn(await program.logIn(newUser()));
  });

  it('takes the access token of a refresh, and the ones before it until they expire', async () => {
    const device = await program.logIn(newUser());
    const { json } = await program.refresh(device.tokens.refresh_token);
    assert.equal((await request(json.access_token)).status, 200);
    assert.equal((await request(device.tokens.access_token)).status, 200);
  });

  it('refuses a device at its very next call after another one has closed it', async () => {
    const phone = await program.logIn(newUser());
    const closed = await program.logIn(phone.userId);
    await assertIn(closed, { confirmed: false });
    const { sessionId } = closed.session;
    assert.equal((await program.callAs(phone.idToken, 'revokeSession', { sessionId })).status, 200);
    await assertOut(closed, 'session_revoked');
    await assertIn(phone);
  });

  describe('that asks for confirmed sessions', () => {
    it('answers a login on a new device nothing until another device says "it was me"', async () => {
      const phone = await program.logIn(newUser());
      const newcomer = await program.logIn(phone.userId);
      await assertIn(phone, { functions: guardedForConfirmed });
      await assertIn(newcomer, { confirmed: false });
      await assertHeld(newcomer);
      const { sessionId } = newcomer.session;
      await program.callAs(phone.idToken, 'answerLogin', { sessionId, wasMe: true });
      await assertIn(newcomer, { functions: guardedForConfirmed });
      await program.callAs(phone.idToken, 'revokeSession', { sessionId });
      await assertOut(newcomer, 'session_revoked');
    });

    it('answers nothing after "it was not me"', async () => {
      const phone = await program.logIn(newUser());
      const newcomer = await program.logIn(phone.userId);
      const { sessionId } = newcomer.session;
      await program.callAs(phone.idToken, 'answerLogin', { sessionId, wasMe: false });
      await assertOut(newcomer, 'session_revoked');
    });

    it('goes by the stored session and the time, not by what any token says', async () => {
      const phone = await program.logIn(newUser());
      const newcomer = await program.logIn(phone.userId);
      const { sessionId } = newcomer.session;
      const stored = firestore.doc(`deviceSessions/${sessionId}`);
      const claims = { sid: sessionId, device_id: newcomer.deviceId, confirmed: true };
      const { status } = await call(idTokenOf(phone.userId, claims), guardedForConfirmed);
      assert.equal(status, 403);
      // A week later, though nothing is written then.
      await stored.update({ confirmsAt: new Date(Date.now() - 1000) });
      await assertIn(newcomer, { functions: guardedForConfirmed });
      assert.equal((await stored.get()).get('confirmed'), false);
    });
  });

  it('refuses a device that has signed out, or given its token back', async () => {
    const [one, other] = [await program.logIn(newUser()), await program.logIn(newUser())];
    assert.equal((await program.callAs(one.idToken, 'signOut')).status, 200);
    await program.call('revokeToken', { form: { token: other.tokens.refresh_token } });
    await assertOut(one, 'session_revoked');
    await assertOut(other, 'session_revoked');
  });

  it('refuses a session that is past its time, whether or not Firestore has deleted it', async () => {
    const device = await program.logIn(newUser());
    const stored = firestore.doc(`deviceSessions/${device.session.sessionId}`);
    await stored.update({ expiresAt: new Date(Date.now() - 1000) });
    await assertOut(device, 'session_expired');
    await stored.delete();
    await assertOut(device, 'session_expired');
  });

  describe('goes by the stored session, whatever an authentic token says', () => {
    const tokens = () =>
      makeTokens({
        keys: () => parseSessionKeys(program.secrets.SESSION_KEYS),
        issuer: `https://us-central1-${programProject}.cloudfunctions.net`,
        audience: programProject,
        clientId: programProject,
      });
    const others = {
      "another device's": { deviceId: 'another-device-0123456789' },
      "another user's": { userId: 'another-user' },
      'of no session': { sessionId: 'A'.repeat(22) },
    };
    for (const [what, other] of Object.entries(others)) {
      it(`refuses one that is ${what}`, async () => {
        const { userId, deviceId, session, tokens: own } = await program.logIn(newUser());
        const caller = { userId, deviceId, sessionId: session.sessionId };
        const issue = (claims: typeof caller) => tokens().issueAccessToken(claims, 600, new Date());
        assert.equal((await request(await issue(caller))).status, 200);
        const claimed = { ...caller, ...other };
        assertRequestRefused(await request(await issue(claimed)), 'session_expired');
        const idToken = idTokenOf(claimed.userId, {
          sid: claimed.sessionId,
          device_id: claimed.deviceId,
        });
        assertCallRefused(await call(idToken), [401, 'session_expired']);
        assert.equal((await request(own.access_token)).status, 200);
      });
    }
  });

  it('asks for the session: an ID token from before it gets 400 session_required', async () => {
    const { firstIdToken } = await program.logIn(newUser());
    assertCallRefused(await call(firstIdToken), [400, 'session_required']);
  });

  it('asks for the sign-in: no ID token, or one of nobody, gets 401 sign_in_required', async () => {
    assertCallRefused(await call(null), [401, 'sign_in_required']);
    for (const idToken of ['rubbish', idTokenOf('')]) {
      assertCallRefused(await call(idToken), [401, 'sign_in_required']);
    }
  });

  it('does not take one kind of token for the other', async () => {
    const { idToken, customToken, tokens } = await program.logIn(newUser());
    for (const token of [idToken, customToken, tokens.refresh_token]) {
      assertRequestRefused(await request(token), 'token_invalid');
    }
  });
});
