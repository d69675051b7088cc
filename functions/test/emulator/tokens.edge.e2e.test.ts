// The edge of the HTTPS endpoints on the running stack, through the emulator's own front end: methods,
// bodies, secrets, and which pages may call.
import assert from 'node:assert/strict';
import { refusalOf } from './support/http.ts';
import type { EndpointName } from './support/tokenStack.ts';
import { call, endpoints, inputs, useTokenStack } from './support/tokenStack.ts';

const posts = endpoints.filter((name) => name !== 'jwks');
/** What pages of any origin may call: all that carry their credential in the body. */
const anyOrigin = endpoints.filter((name) => name !== 'introspectToken');

describe('the edge of the endpoints on the stack', () => {
  useTokenStack();

  for (const name of endpoints) {
    const [methods, allow] =
      name === 'jwks' ? [['POST', 'PUT', 'DELETE'], 'GET, HEAD'] : [['GET', 'PUT'], 'POST'];
    it(`${name} answers ${methods.join(', ')} with 405 and Allow: ${allow}`, async () => {
      for (const method of methods) {
        const reply = await call(name, { method });
        assert.equal(reply.status, 405);
        assert.equal(reply.headers.get('allow'), allow);
        assert.deepEqual(refusalOf(reply), {
          status: 405,
          error: 'invalid_request',
          reason: 'invalid_input',
          challenge: undefined,
        });
      }
    });
  }

  for (const name of posts) {
    const input = inputs[name];

    it(`${name} names the parameter that is missing, of a form and of JSON`, async () => {
      for (const missing of Object.keys(input)) {
        if (missing === 'client_secret') continue;
        const { [missing]: _, ...rest } = input;
        for (const init of [{ form: rest }, { json: { ...rest, [missing]: 7 } }]) {
          const reply = await call(name, init);
          assert.equal(reply.status, 400);
          assert.deepEqual([reply.json.reason, reply.json.field], ['invalid_input', missing]);
        }
      }
    });
  }

  it('refreshTokens knows one grant type', async () => {
    const reply = await call('refreshTokens', {
      form: { grant_type: 'client_credentials', refresh_token: 'rubbish' },
    });
    assert.deepEqual(refusalOf(reply), {
      status: 400,
      error: 'unsupported_grant_type',
      reason: 'invalid_input',
      challenge: undefined,
    });
  });

  it('introspectToken answers 401 invalid_client to no secret, a wrong one and an empty one', async () => {
    const { token = '' } = inputs.introspectToken;
    const wrong: Record<string, string>[] = [{}, { client_secret: 'wrong' }, { client_secret: '' }];
    for (const secret of wrong) {
      const form = { token, ...secret };
      assert.deepEqual(refusalOf(await call('introspectToken', { form })), {
        ...{ status: 401, error: 'invalid_client', reason: 'sign_in_required' },
        challenge: 'Basic',
      });
    }
  });

  it('jwks publishes public members only, for caches to keep', async () => {
    const { headers, json } = await call('jwks', { method: 'GET' });
    assert.match(headers.get('content-type') ?? '', /^application\/jwk-set\+json\b/);
    assert.match(headers.get('cache-control') ?? '', /^public, max-age=[1-9]\d*\b/);
    assert.deepEqual(Object.keys(json), ['keys']);
    assert.ok(json.keys.length > 0);
    for (const key of json.keys as object[]) {
      assert.deepEqual(Object.keys(key).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
  });

  const preflight = (name: EndpointName) =>
    call(name, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': name === 'jwks' ? 'GET' : 'POST',
        'access-control-request-headers': 'content-type',
      },
    });

  for (const name of anyOrigin) {
    it(`${name} may be called by pages of any origin, without cookies`, async () => {
      const { status, headers } = await preflight(name);
      assert.equal(status, 204);
      assert.equal(headers.get('access-control-allow-origin'), '*');
      assert.equal(headers.get('access-control-allow-methods'), name === 'jwks' ? 'GET' : 'POST');
      assert.equal(headers.get('access-control-allow-headers'), 'Content-Type');
      assert.equal(headers.get('access-control-allow-credentials'), null);
      const reply = await call(name, {
        ...(name === 'jwks' ? { method: 'GET' } : { form: inputs[name] }),
        headers: { origin: 'https://app.example' },
      });
      assert.equal(reply.headers.get('access-control-allow-origin'), '*');
    });
  }

  it('introspectToken is for no page at all', async () => {
    const replies = [
      await preflight('introspectToken'),
      await call('introspectToken', {
        form: inputs.introspectToken,
        headers: { origin: 'https://app.example' },
      }),
    ];
    assert.deepEqual(
      replies.map(({ status, headers }) => [status, headers.get('access-control-allow-origin')]),
      [
        [405, null],
        [200, null],
      ],
    );
  });
});
