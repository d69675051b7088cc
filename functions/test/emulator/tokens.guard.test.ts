// The guard before functions of the team's own, on Firestore: it lets a live session in, and a closed
// device out at its very next call.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { HttpReply } from './support/http.ts';
import { refusalOf } from './support/http.ts';
import type { ProgramDevice } from './support/tokenProgram.ts';
import { guarded, guardedForConfirmed, idTokenOf, useProgram } from './support/tokenProgram.ts';

const newUser = () => `user-${randomUUID()}`;

describe('the guard', () => {
  const on = useProgram();

  const request = (accessToken: string, { request: name } = guarded) =>
    on.program.call(name, { headers: { authorization: `Bearer ${accessToken}` } });
  const call = (idToken: string | null, { call: name } = guarded) =>
    on.program.callAs(idToken, name);

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
    await assertIn(await on.program.logIn(newUser()));
  });

  it('refuses a device at its very next call after another one has closed it', async () => {
    const phone = await on.program.logIn(newUser());
    const closed = await on.program.logIn(phone.userId);
    await assertIn(closed, { confirmed: false });
    const { sessionId } = closed.session;
    assert.equal(
      (await on.program.callAs(phone.idToken, 'revokeSession', { sessionId })).status,
      200,
    );
    await assertOut(closed, 'session_revoked');
    await assertIn(phone);
  });

  describe('that asks for confirmed sessions', () => {
    it('answers a login on a new device nothing until another device says "it was me"', async () => {
      const phone = await on.program.logIn(newUser());
      const newcomer = await on.program.logIn(phone.userId);
      await assertIn(phone, { functions: guardedForConfirmed });
      await assertIn(newcomer, { confirmed: false });
      await assertHeld(newcomer);
      const { sessionId } = newcomer.session;
      await on.program.callAs(phone.idToken, 'answerLogin', { sessionId, wasMe: true });
      await assertIn(newcomer, { functions: guardedForConfirmed });
      await on.program.callAs(phone.idToken, 'revokeSession', { sessionId });
      await assertOut(newcomer, 'session_revoked');
    });
  });

  it('asks for the session: an ID token from before it gets 400 session_required', async () => {
    const { firstIdToken } = await on.program.logIn(newUser());
    assertCallRefused(await call(firstIdToken), [400, 'session_required']);
  });

  it('asks for the sign-in: no ID token, or one of nobody, gets 401 sign_in_required', async () => {
    assertCallRefused(await call(null), [401, 'sign_in_required']);
    for (const idToken of ['rubbish', idTokenOf('')]) {
      assertCallRefused(await call(idToken), [401, 'sign_in_required']);
    }
  });

  it('does not take one kind of token for the other', async () => {
    const { idToken, customToken, tokens } = await on.program.logIn(newUser());
    for (const token of [idToken, customToken, tokens.refresh_token]) {
      assertRequestRefused(await request(token), 'token_invalid');
    }
  });
});
