// The edge of the HTTPS endpoints over real HTTP: methods, bodies, CORS, caching, and what a failure tells.
import assert from 'node:assert/strict';
import { SessionError } from '../../src/errors.ts';
import { endpoint } from '../../src/http/endpoint.ts';
import { serve, type Server } from '../functions/serve.ts';
import { silently } from '../functions/silently.ts';

const secret = 'key-of-the-database';
const endpoints = {
  echo: endpoint({ method: 'POST', anyOrigin: true }, async (parameters) => ({
    status: 200,
    body: parameters,
  })),
  closed: endpoint({ method: 'POST', anyOrigin: false }, async () => ({ status: 200, body: {} })),
  empty: endpoint({ method: 'POST', anyOrigin: true }, async () => ({ status: 200 })),
  keys: endpoint({ method: 'GET', anyOrigin: true }, async (parameters) => ({
    status: 200,
    body: { keys: [], ...parameters },
    headers: {
      'Content-Type': 'application/jwk-set+json',
      'Cache-Control': 'public, max-age=300',
    },
  })),
  refuse: endpoint({ method: 'POST', anyOrigin: true }, async () => {
    throw new SessionError('token_invalid');
  }),
  fail: endpoint({ method: 'POST', anyOrigin: true }, async () => {
    throw new Error(secret);
  }),
};
type Name = keyof typeof endpoints;

describe('an HTTPS endpoint', () => {
  let server: Server;

  before(async () => {
    server = await serve(endpoints);
  });
  after(() => server.close());

  async function ask(name: Name, init: RequestInit = {}, query = '') {
    const response = await fetch(`${server.url}/${name}${query}`, init);
    const { status, headers } = response;
    return { status, headers, text: await response.text() };
  }

  const post = (name: Name, body: RequestInit['body'] = new URLSearchParams({ a: 'b' })) =>
    ask(name, { method: 'POST', body });

  describe('takes one method', () => {
    for (const [name, methods, allow] of [
      ['echo', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'], 'POST'],
      ['closed', ['GET', 'OPTIONS', 'PUT'], 'POST'],
      ['keys', ['POST', 'PUT', 'DELETE'], 'GET, HEAD'],
    ] as const) {
      for (const method of methods) {
        it(`${name} answers ${method} with 405 and Allow: ${allow}`, async () => {
          const { status, headers, text } = await ask(name, { method });
          assert.equal(status, 405);
          assert.equal(headers.get('allow'), allow);
          assert.equal(headers.get('cache-control'), 'no-store');
          if (method === 'HEAD') assert.equal(text, '');
          else assert.equal(JSON.parse(text).reason, 'invalid_input');
        });
      }
    }
  });

  it('takes nothing from the query string, which ends up in logs', async () => {
    const { text } = await ask('echo', { method: 'POST', body: new URLSearchParams() }, '?token=a');
    assert.deepEqual(JSON.parse(text), {});
    assert.deepEqual(JSON.parse((await ask('keys', {}, '?token=a')).text), { keys: [] });
  });

  it('answers a body that it cannot read with 400 and a reason', async () => {
    const { status, text, headers } = await post('echo', 'a=b');
    assert.equal(status, 400);
    assert.equal(headers.get('www-authenticate'), null);
    const { error, reason, field } = JSON.parse(text);
    assert.deepEqual([error, reason, field], ['invalid_request', 'invalid_input', 'body']);
  });

  it('lets nothing be stored, answer or refusal, unless the answer says so', async () => {
    for (const name of ['echo', 'empty', 'refuse'] as const) {
      const { headers } = await post(name);
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('pragma'), 'no-cache');
    }
    const { headers } = await ask('keys');
    assert.equal(headers.get('cache-control'), 'public, max-age=300');
    assert.equal(headers.get('pragma'), null);
    assert.match(headers.get('content-type') ?? '', /^application\/jwk-set\+json\b/);
  });

  it('answers with JSON, or with an empty body', async () => {
    const { headers } = await post('echo');
    assert.match(headers.get('content-type') ?? '', /^application\/json\b/);
    const empty = await post('empty');
    assert.deepEqual({ status: empty.status, text: empty.text }, { status: 200, text: '' });
  });

  it('answers HEAD as GET, without the body', async () => {
    const [got, head] = [await ask('keys'), await ask('keys', { method: 'HEAD' })];
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    for (const name of ['content-type', 'content-length', 'cache-control', 'etag']) {
      assert.equal(head.headers.get(name), got.headers.get(name), name);
    }
  });

  describe('for pages of any origin', () => {
    const origin = 'https://app.example';
    const preflight = (name: Name, method: string) =>
      ask(name, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': 'content-type',
        },
      });

    it('grants the preflight its own method and Content-Type, and never cookies', async () => {
      for (const [name, method] of [
        ['echo', 'POST'],
        ['keys', 'GET'],
      ] as const) {
        const { status, headers, text } = await preflight(name, method);
        assert.equal(status, 204);
        assert.equal(text, '');
        assert.equal(headers.get('access-control-allow-origin'), '*');
        assert.equal(headers.get('access-control-allow-methods'), method);
        assert.equal(headers.get('access-control-allow-headers'), 'Content-Type');
        assert.equal(headers.get('access-control-max-age'), '86400');
        assert.equal(headers.get('access-control-allow-credentials'), null);
      }
    });

    it('lets the page read the answer and every refusal', async () => {
      for (const [name, init] of [
        ['echo', { method: 'POST', body: new URLSearchParams() }],
        ['refuse', { method: 'POST', body: new URLSearchParams() }],
        ['echo', { method: 'POST' }],
        ['echo', { method: 'DELETE' }],
        ['keys', {}],
      ] as const) {
        const { headers } = await ask(name, { ...init, headers: { origin } });
        assert.equal(headers.get('access-control-allow-origin'), '*');
      }
    });

    it('is not there where the endpoint is for servers', async () => {
      const answers = [
        await preflight('closed', 'POST'),
        await ask('closed', {
          method: 'POST',
          headers: { origin },
          body: new URLSearchParams(),
        }),
      ];
      assert.deepEqual(
        answers.map(({ status }) => status),
        [405, 200],
      );
      for (const { headers } of answers) {
        const granted = [...headers.keys()].filter((name) => name.startsWith('access-control'));
        assert.deepEqual(granted, []);
      }
    });
  });

  it('answers a refusal with its status, its challenge and its reason', async () => {
    const { status, headers, text } = await post('refuse');
    assert.equal(status, 401);
    assert.match(headers.get('www-authenticate') ?? '', /^Bearer error="invalid_grant", /);
    const { error, reason } = JSON.parse(text);
    assert.deepEqual({ error, reason }, { error: 'invalid_grant', reason: 'token_invalid' });
  });

  it('answers what it did not foresee with 500, without a word of it', async () => {
    const { result, logged } = await silently(() => post('fail'));
    assert.equal(result.status, 500);
    assert.equal(result.text, 'Internal Server Error');
    assert.match(logged, /Unhandled error/);
  });
});
