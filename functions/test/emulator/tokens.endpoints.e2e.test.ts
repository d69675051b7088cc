// The HTTPS endpoints on the running stack: what they answer, and what they do to sessions.
import assert from 'node:assert/strict';
import { postCallable } from '../../../clients/js/testing/wire.ts';
import type { HttpCall } from './support/http.ts';
import { refusalOf, sessionRevoked, tokenInvalid } from './support/http.ts';
import {
  authorized,
  call,
  inputs,
  introspectionSecret,
  useTokenStack,
} from './support/tokenStack.ts';

const refresh = (token: string) =>
  call('refreshTokens', { form: { grant_type: 'refresh_token', refresh_token: token } });
const introspect = (token: string) =>
  call('introspectToken', { form: { token }, headers: authorized });

describe('the endpoints on the stack', () => {
  const { backstage, logIn, stored } = useTokenStack();

  describe('refreshTokens', () => {
    it('answers as RFC 6749 says, and keeps the tokens from caches', async () => {
      const { tokens } = await logIn();
      const { status, headers, json } = await refresh(tokens.refresh_token);
      assert.equal(status, 200);
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('pragma'), 'no-cache');
      assert.deepEqual(Object.keys(json).sort(), [
        'access_token',
        'expires_in',
        'refresh_token',
        'token_type',
      ]);
      assert.deepEqual([json.token_type, json.expires_in], ['Bearer', 600]);
    });

    it('answers 401 session_revoked as soon as another device has closed the session', async () => {
      const phone = await logIn();
      const closed = await logIn(phone.user);
      assert.equal((await refresh(closed.tokens.refresh_token)).status, 200);
      const { sessionId } = closed.session;
      const { status } = await postCallable(
        'revokeSession',
        { sessionId },
        { bearer: phone.idToken },
      );
      assert.equal(status, 200);
      assert.deepEqual(refusalOf(await refresh(closed.tokens.refresh_token)), sessionRevoked);
      assert.deepEqual((await introspect(closed.tokens.access_token)).json, { active: false });
      assert.equal((await introspect(phone.tokens.access_token)).json.active, true);
    });
  });

  describe('revokeToken', () => {
    it('answers 200 with nothing, whatever it is given, and ends the session of a good token', async () => {
      const device = await logIn();
      for (const token of ['rubbish', device.tokens.refresh_token, device.tokens.refresh_token]) {
        const { status, text, headers } = await call('revokeToken', {
          form: { token, token_type_hint: 'refresh_token' },
        });
        assert.deepEqual({ status, text }, { status: 200, text: '' });
        assert.equal(headers.get('cache-control'), 'no-store');
      }
      const session = await stored(device);
      assert.deepEqual([session?.revoked, session?.revokedReason], [true, 'sign_out']);
      assert.deepEqual(refusalOf(await refresh(device.tokens.refresh_token)), sessionRevoked);
    });
  });

  describe('introspectToken', () => {
    it('answers 401 invalid_client to no secret, a wrong one and an empty one', async () => {
      const { token } = inputs.introspectToken;
      const wrong: HttpCall[] = [
        {},
        { headers: { authorization: 'Bearer wrong' } },
        { headers: { authorization: 'Bearer ' } },
        { headers: { authorization: `Basic ${btoa('api:wrong')}` } },
        { form: { client_secret: '' } },
      ];
      for (const init of wrong) {
        const form = { ...init.form, token: String(token) };
        const reply = await call('introspectToken', { ...init, form });
        assert.deepEqual(refusalOf(reply), {
          ...{ status: 401, error: 'invalid_client', reason: 'sign_in_required' },
          challenge: 'Basic',
        });
        assert.equal(reply.headers.get('cache-control'), 'no-store');
      }
    });

    it('takes the secret as a bearer, by HTTP Basic, or in the body', async () => {
      const { tokens } = await logIn();
      const form = { token: tokens.access_token };
      for (const init of [
        { form, headers: authorized },
        { form, headers: { authorization: `Basic ${btoa(`api:${introspectionSecret}`)}` } },
        { form: { ...form, client_secret: introspectionSecret } },
        { json: { ...form, client_secret: introspectionSecret } },
      ]) {
        const reply = await call('introspectToken', init);
        assert.equal(reply.status, 200);
        assert.equal(reply.json.active, true);
        assert.equal(reply.headers.get('cache-control'), 'no-store');
      }
    });
  });

  describe('jwks', () => {
    it('publishes public members only, for caches to keep', async () => {
      const { status, headers, json } = await call('jwks', { method: 'GET' });
      assert.equal(status, 200);
      assert.match(headers.get('content-type') ?? '', /^application\/jwk-set\+json\b/);
      assert.match(headers.get('cache-control') ?? '', /^public, max-age=[1-9]\d*\b/);
      assert.equal(headers.get('pragma'), null);
      assert.deepEqual(Object.keys(json), ['keys']);
      assert.ok(json.keys.length > 0);
      for (const key of json.keys as Record<string, string>[]) {
        assert.deepEqual(Object.keys(key).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
        const { kty, crv, alg, use } = key;
        assert.deepEqual(
          { kty, crv, alg, use },
          { kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' },
        );
      }
    });
  });

  for (const name of ['answerLoginAlert', 'confirmLogout'] as const) {
    it(`${name} answers 401 token_invalid to what is no token of its kind`, async () => {
      const { tokens } = await logIn();
      for (const token of ['rubbish', 'a.b.c', tokens.access_token, tokens.refresh_token]) {
        const reply = await call(name, { json: { ...inputs[name], token } });
        assert.deepEqual(refusalOf(reply), tokenInvalid);
        assert.equal(reply.headers.get('cache-control'), 'no-store');
      }
    });
  }

  it('confirmLogout takes the token of the push that logged the device out', async () => {
    const phone = await logIn();
    const closed = await logIn(phone.user);
    const { sessionId } = closed.session;
    await postCallable('revokeSession', { sessionId }, { bearer: phone.idToken });
    const [push] = await backstage.pushesTo(closed.pushToken);
    const token = push?.message.data?.receiptToken ?? '';
    for (const init of [{ form: { token } }, { json: { token } }]) {
      const { status, json } = await call('confirmLogout', init);
      assert.equal(status, 200);
      const at = (await stored(closed))?.logoutConfirmedAt.toDate() as Date;
      assert.equal(json.logoutConfirmedAt, at.toISOString());
    }
    assert.deepEqual(
      refusalOf(await call('answerLoginAlert', { json: { token, wasMe: false } })),
      tokenInvalid,
    );
  });
});
