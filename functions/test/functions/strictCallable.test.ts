// Whatever is sent to a callable without a credential: a status, a reason, and nothing of it in the log.
import assert from 'node:assert/strict';
import { any } from 'valibot';
import { HttpsError } from 'firebase-functions/v2/https';
import { SessionError } from '../../src/errors.ts';
import { onSessionCall } from '../../src/guard.ts';
import { callable } from '../../src/http/callable.ts';
import { registerSession } from '../../src/functions/registerSession.ts';
import type { Server } from './serve.ts';
import { serve } from './serve.ts';
import { silently } from './silently.ts';

const canary = 'canary-that-nobody-may-log';
const long = { '@type': 'type.googleapis.com/google.protobuf.Int64Value', value: '5' };
const nested = (levels: number): unknown => (levels === 0 ? canary : [nested(levels - 1)]);

const echo = callable({
  input: any(),
  caller: () => null,
  run: async (_caller, input: unknown) => input,
});
const wait = callable({
  input: any(),
  caller: () => null,
  run: async () => {
    throw new SessionError('rate_limited', { retryAfterSeconds: 30 });
  },
});
const fail = callable({
  input: any(),
  caller: () => null,
  run: async () => {
    throw new HttpsError('unauthenticated', 'Of the team.');
  },
});

interface Answered {
  status: number;
  headers: Headers;
  text: string;
  error?: { status: string; message: string; details?: { reason?: string; field?: string } };
  logged: string;
}

describe('a callable', () => {
  let server: Server;

  before(async () => {
    const guarded = onSessionCall({}, () => null);
    const wide = onSessionCall({ bodyLimits: { maxBytes: 200_000, maxDepth: 12 } }, () => null);
    server = await serve({ echo, wait, fail, registerSession, guarded, wide });
  });
  after(() => server.close());

  async function send(name: string, init: RequestInit): Promise<Answered> {
    const { result, logged } = await silently(async () => {
      const response = await fetch(`${server.url}/${name}`, init);
      return { status: response.status, headers: response.headers, text: await response.text() };
    });
    const { error } = JSON.parse(result.text || '{}') as Pick<Answered, 'error'>;
    return { ...result, logged, error };
  }
  const post = (name: string, body: string, headers: Record<string, string> = {}) =>
    send(name, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const call = (name: string, data: unknown, headers?: Record<string, string>) =>
    post(name, JSON.stringify({ data }), headers);

  function assertInvalid({ status, error, logged, headers }: Answered, field: string): void {
    assert.equal(status, 400);
    assert.equal(error?.status, 'INVALID_ARGUMENT');
    assert.deepEqual(error.details, { reason: 'invalid_input', field });
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(logged, '', 'something is logged');
  }

  for (const name of ['registerSession', 'guarded']) {
    describe(`(${name}) refuses, with nothing of it logged,`, () => {
      for (const [what, body, field] of [
        ['a body without data', { idToken: canary }, 'data'],
        ['an empty body', {}, 'data'],
        ['a list', [canary], 'body'],
        ['a key beside data', { data: {}, [canary]: canary }, 'body'],
        ['a type to decode', { data: { '@type': canary, value: canary } }, 'data'],
        ['a number to decode that is none', { data: { ...long, value: canary } }, 'data'],
        ['a number to decode with a key beside', { data: { ...long, [canary]: 1 } }, 'data'],
        ['an empty type to decode', { data: [{ a: { '@type': '' } }] }, 'data'],
        [
          'a type that labels the log entry',
          { data: { '@type': 'x', 'logging.googleapis.com/labels': { canary } } },
          'data',
        ],
        ['nine levels', { data: nested(9) }, 'data'],
        ['five hundred levels', { data: nested(500) }, 'data'],
        ['more than 64 KB', { data: { deviceName: canary.repeat(3000) } }, 'body'],
      ] as const) {
        it(what, async () => {
          assertInvalid(await post(name, JSON.stringify(body)), field);
        });
      }

      it('a key that would be a prototype', async () => {
        assertInvalid(await post(name, `{"data":{"__proto__":{"deviceId":"${canary}"}}}`), 'data');
      });

      it('another type of content', async () => {
        for (const type of [
          'text/plain',
          'application/x-www-form-urlencoded',
          'application/jsonp',
          `text/${canary}`,
        ]) {
          assertInvalid(await post(name, '{"data":{}}', { 'content-type': type }), 'body');
        }
      });

      it('another method', async () => {
        for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
          assertInvalid(await send(name, { method }), 'method');
        }
      });

      it('a caller without an ID token, whatever the answer is to look like', async () => {
        for (const accept of ['*/*', 'text/event-stream', 'text/html', 'application/json']) {
          const { status, error, text } = await call(name, {}, { accept });
          assert.equal(status, 401);
          assert.deepEqual(error?.details, { reason: 'sign_in_required' });
          assert.ok(text.startsWith('{'));
        }
      });

      it('an Authorization header that holds no ID token', async () => {
        for (const authorization of [
          'Bearer rubbish',
          'Bearer ',
          'Basic YWxpY2U6cGFzcw==',
          'alice',
          `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`,
        ]) {
          for (const accept of ['*/*', 'text/event-stream']) {
            const { status, error } = await call(name, {}, { authorization, accept });
            assert.equal(status, 401, authorization);
            assert.equal(error?.status, 'UNAUTHENTICATED');
            assert.deepEqual(error.details, { reason: 'sign_in_required' }, authorization);
          }
        }
      });
    });
  }

  it('takes eight levels and 64 KB', async () => {
    assert.equal((await call('echo', nested(8))).status, 200);
    assert.deepEqual(JSON.parse((await call('echo', { deep: nested(7) })).text).result, {
      deep: nested(7),
    });
    const room = 65_536 - JSON.stringify({ data: { text: '' } }).length;
    assert.equal((await call('echo', { text: 'x'.repeat(room) })).status, 200);
    assertInvalid(await call('echo', { text: 'x'.repeat(room + 1) }), 'body');
  });

  it('takes JSON with a charset', async () => {
    const { status } = await post('echo', '{"data":{}}', {
      'content-type': 'Application/JSON; charset=utf-8',
    });
    assert.equal(status, 200);
  });

  it('answers the preflight of a page of any origin as Firebase does', async () => {
    const { status, headers, text } = await send('echo', {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    });
    assert.deepEqual({ status, text }, { status: 204, text: '' });
    assert.equal(headers.get('access-control-allow-origin'), 'https://app.example');
  });

  it('says in Retry-After when to call again', async () => {
    const { status, headers, error } = await call('wait', {}, { accept: 'text/event-stream' });
    assert.equal(status, 429);
    assert.equal(headers.get('retry-after'), '30');
    assert.deepEqual(error?.details, { reason: 'rate_limited', retryAfterSeconds: 30 });
  });

  it("leaves the refusals of a team's own code as they are", async () => {
    const { status, error } = await call('fail', {});
    assert.equal(status, 401);
    assert.deepEqual(error, { status: 'UNAUTHENTICATED', message: 'Of the team.' });
  });

  it('of a team takes whole numbers as the Android and iOS SDKs encode them', async () => {
    assert.equal((await call('guarded', { count: long })).status, 401);
    assertInvalid(await call('registerSession', { count: long }), 'data');
  });

  it('of a team takes a body as large and as deep as the team says', async () => {
    assert.equal((await call('wide', { text: 'x'.repeat(100_000) })).status, 401);
    assert.equal((await call('wide', nested(12))).status, 401);
    assertInvalid(await call('wide', nested(13)), 'data');
    assertInvalid(await call('wide', { text: 'x'.repeat(200_000) }), 'body');
  });
});
