// The HTTPS endpoints on the running stack: what they answer, and what they do to sessions.
import assert from 'node:assert/strict';
import { passASecond } from './support/storedSession.ts';
import { postCallable, refusalIn } from '../../../clients/js/testing/wire.ts';
import { until } from '../../../clients/js/testing/until.ts';
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
const introspect = (token: string, hint?: string) =>
  call('introspectToken', {
    form: { token, ...(hint && { token_type_hint: hint }) },
    headers: authorized,
  });

describe('the endpoints on the stack', () => {
  const { backstage, logIn, stored } = useTokenStack();

  const securityAlerts = async (pushToken: string) =>
    (await backstage.pushesTo(pushToken)).filter(({ kind }) => kind === 'security_alert');

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

    it('answers 401 token_invalid to a forged token and to rubbish', async () => {
      const { tokens } = await logIn();
      const [sessionId, nonce, mac = ''] = tokens.refresh_token.split('.');
      for (const forged of [
        'rubbish',
        tokens.access_token,
        `${sessionId}.${nonce}.${'A'.repeat(43)}`,
        `${sessionId}.${'A'.repeat(22)}.${mac}`,
        `${'A'.repeat(22)}.${nonce}.${mac}`,
        `${tokens.refresh_token} `,
      ]) {
        const reply = await refresh(forged);
        assert.deepEqual(refusalOf(reply), tokenInvalid);
        assert.equal(reply.headers.get('cache-control'), 'no-store');
        assert.equal(typeof reply.json.error_description, 'string');
      }
      assert.equal((await refresh(tokens.refresh_token)).status, 200);
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

    it('notices a copied token: the session ends, its device and the owner’s other one are told', async () => {
      const phone = await logIn();
      const stolen = await logIn(phone.user);
      const { refresh_token: first } = stolen.tokens;
      const second = await refresh(first);
      await passASecond(backstage.firestore, stolen.session.sessionId);
      const third = await refresh(second.json.refresh_token);
      assert.equal(third.status, 200);

      const reply = await refresh(first);
      assert.deepEqual(refusalOf(reply), tokenInvalid);
      const session = await stored(stolen);
      assert.deepEqual([session?.revoked, session?.revokedReason], [true, 'token_reuse']);

      // The queued task, which the emulator does not delay, may be the one that tells them.
      const [logout, ...others] = await until('the force logout', async () => {
        const pushes = await backstage.pushesTo(stolen.pushToken);
        return pushes.length > 0 && pushes;
      });
      const alert = await until(
        'the alert',
        async () => (await securityAlerts(phone.pushToken))[0] ?? null,
      );
      assert.deepEqual([logout?.kind, others], ['force_logout', []]);
      assert.equal(logout?.message.data?.sessionId, stolen.session.sessionId);
      const { sessionId, body = '' } = alert.message.data ?? {};
      assert.equal(sessionId, stolen.session.sessionId);
      assert.match(body, /^A copied sign-in of Samsung Galaxy S24 was stopped\./);

      const { refresh_token: last } = third.json;
      assert.deepEqual(refusalOf(await refresh(last)), sessionRevoked);
      assert.deepEqual((await introspect(third.json.access_token)).json, { active: false });
      const { idToken: bearer } = stolen;
      const call = await postCallable('revokeSession', { sessionId }, { bearer });
      assert.deepEqual(refusalIn(call), {
        ...{ status: 401, reason: 'session_revoked', revokedReason: 'token_reuse' },
      });
      assert.equal((await refresh(phone.tokens.refresh_token)).status, 200);
      assert.equal((await securityAlerts(phone.pushToken)).length, 1);
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
    for (const [what, init] of [
      ['no secret', {}],
      ['a wrong bearer', { headers: { authorization: 'Bearer wrong' } }],
      ['an empty bearer', { headers: { authorization: 'Bearer ' } }],
      [
        'the secret cut short',
        { headers: { authorization: `Bearer ${introspectionSecret.slice(0, -1)}` } },
      ],
      ['a wrong password', { headers: { authorization: `Basic ${btoa('api:wrong')}` } }],
      [
        'the secret as the name',
        { headers: { authorization: `Basic ${btoa(`${introspectionSecret}:`)}` } },
      ],
      ['a wrong client_secret', { form: { client_secret: 'wrong' } }],
      ['an empty client_secret', { form: { client_secret: '' } }],
    ] as [string, HttpCall][]) {
      it(`answers 401 invalid_client to ${what}`, async () => {
        const { tokens } = await logIn();
        const form = { ...init.form, token: tokens.access_token };
        const reply = await call('introspectToken', { ...init, form });
        assert.deepEqual(refusalOf(reply), {
          status: 401,
          error: 'invalid_client',
          reason: 'sign_in_required',
          challenge: 'Basic',
        });
        assert.equal(reply.headers.get('cache-control'), 'no-store');
      });
    }

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

    it('tells nothing of what is used up, forged or no token', async () => {
      const { tokens } = await logIn();
      const { refresh_token: token } = tokens;
      const isActive = async (refreshToken: string) =>
        (await introspect(refreshToken, 'refresh_token')).json.active as boolean;
      assert.equal(await isActive(token), true);
      const { json } = await refresh(token);
      assert.equal(await isActive(json.refresh_token), true);
      assert.equal(await isActive(token), false);
      for (const doubtful of [token, `${json.access_token}x`, 'rubbish']) {
        assert.deepEqual((await introspect(doubtful)).json, { active: false });
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

    it('answers HEAD like GET, without the body', async () => {
      const got = await call('jwks', { method: 'GET' });
      const { status, headers, text } = await call('jwks', { method: 'HEAD' });
      assert.deepEqual({ status, text }, { status: 200, text: '' });
      for (const name of ['content-type', 'cache-control', 'etag']) {
        assert.equal(headers.get(name), got.headers.get(name), name);
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
