// How each refusal reaches its caller: by a callable, at an OAuth endpoint, behind the guard. And that nothing else does.
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { any } from 'valibot';
import type { Reason, ReasonDetails } from '../../src/errors.ts';
import { SessionError } from '../../src/errors.ts';
import { callable } from '../../src/http/callable.ts';
import { endpoint } from '../../src/http/endpoint.ts';
import { toBearerRefusal, toHttpsError, toOAuthRefusal } from '../../src/http/refusals.ts';
import type { Server } from './serve.ts';
import { call, serve } from './serve.ts';
import { silently } from './silently.ts';

/** How each code is told: its status, and `error` at a token endpoint and behind the guard. */
const codes = {
  INVALID_ARGUMENT: [400, 'invalid_request', 'invalid_request'],
  FAILED_PRECONDITION: [400, 'invalid_request', 'invalid_request'],
  UNAUTHENTICATED: [401, 'invalid_grant', 'invalid_token'],
  PERMISSION_DENIED: [403, 'access_denied', 'access_denied'],
  NOT_FOUND: [404, 'invalid_request', 'invalid_request'],
  RESOURCE_EXHAUSTED: [429, 'temporarily_unavailable', 'temporarily_unavailable'],
  UNAVAILABLE: [503, 'temporarily_unavailable', 'temporarily_unavailable'],
} as const;

/** The design's table of errors. */
const table: Record<Reason, [code: keyof typeof codes, details?: ReasonDetails]> = {
  sign_in_required: ['UNAUTHENTICATED'],
  session_required: ['FAILED_PRECONDITION'],
  session_revoked: ['UNAUTHENTICATED'],
  session_expired: ['UNAUTHENTICATED'],
  session_unconfirmed: [
    'PERMISSION_DENIED',
    { retryAfterSeconds: 60, confirmBy: ['other_device', 'time'] },
  ],
  recent_sign_in_required: ['UNAUTHENTICATED'],
  account_revived: ['PERMISSION_DENIED'],
  session_open: ['FAILED_PRECONDITION'],
  session_not_found: ['NOT_FOUND'],
  current_session: ['FAILED_PRECONDITION'],
  invalid_input: ['INVALID_ARGUMENT', { field: 'deviceId' }],
  token_invalid: ['UNAUTHENTICATED'],
  rate_limited: ['RESOURCE_EXHAUSTED', { retryAfterSeconds: 30 }],
  unavailable: ['UNAVAILABLE', { retryAfterSeconds: 5 }],
};
const rows = Object.entries(table) as [Reason, (typeof table)[Reason]][];

/** The one challenge of RFC 9110 §11.6.1 that we send: a scheme and its quoted parameters. */
function readChallenge(header: string | undefined): object | null {
  if (header === undefined) return null;
  const [, scheme, rest = ''] = /^(\w+)((?:(?: |, )\w+="[^"]*")*)$/.exec(header) ?? [];
  const parameters = [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  return { scheme, ...Object.fromEntries(parameters) };
}

const refuse = callable({
  input: any(),
  caller: () => null,
  run: (_caller, reason) => {
    throw new SessionError(reason as Reason, table[reason as Reason][1]);
  },
});

const secret = 'key-of-the-database';
const failures: Record<string, () => unknown> = {
  error: () => new Error(secret),
  caused: () => new Error('cannot read', { cause: new Error(secret) }),
  coded: () => Object.assign(new Error(secret), { code: 'permission-denied', details: secret }),
  text: () => secret,
  object: () => ({ reason: secret, status: 200 }),
};
const fail = callable({
  input: any(),
  caller: () => null,
  run: (_caller, kind) => {
    throw failures[String(kind)]?.();
  },
});

let arrived: () => void;
const hanging = async () => {
  arrived();
  return await new Promise<never>(() => {});
};
const hangingCallable = callable({ input: any(), caller: () => null, run: hanging });
const hangingEndpoint = endpoint({ method: 'POST', anyOrigin: true }, hanging);

describe('a refusal', () => {
  let server: Server;

  before(async () => {
    server = await serve({ refuse, fail, hangingCallable, hangingEndpoint });
  });
  after(() => server.close());

  for (const [reason, [code, details]] of rows) {
    const [status, oauthError, bearerError] = codes[code];
    it(`${reason} is ${code} with status ${status}`, async () => {
      const { result } = await silently(() => call(server, 'refuse', reason));
      const { error } = result.body;
      assert.equal(result.status, status);
      assert.equal(error?.status, code);
      assert.deepEqual(error.details, { reason, ...details });
      assert.match(error.message, /^[A-Z].+\.$/);
    });

    const isNobody = reason === 'sign_in_required';
    for (const [where, toRefusal, error] of [
      ['a token endpoint', toOAuthRefusal, isNobody ? bearerError : oauthError],
      ['an API with access tokens', toBearerRefusal, bearerError],
    ] as const) {
      it(`${reason} is ${error} with status ${status} at ${where}`, () => {
        const refusal = toRefusal(new SessionError(reason, details));
        const { error_description } = refusal.body;
        assert.equal(refusal.status, status);
        assert.deepEqual(refusal.body, { error, error_description, reason, ...details });
        // The characters that RFC 6749 §5.2 allows.
        assert.match(error_description, /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
        const { 'WWW-Authenticate': challenge, 'Retry-After': seconds } = refusal.headers;
        assert.equal(seconds, details?.retryAfterSeconds?.toString());
        const fault = isNobody ? {} : { error, error_description };
        assert.deepEqual(
          readChallenge(challenge),
          status === 401 ? { scheme: 'Bearer', ...fault } : null,
        );
      });
    }
  }

  for (const [name, what] of [
    ['hangingCallable', 'a callable'],
    ['hangingEndpoint', 'an endpoint'],
  ] as const) {
    it(`comes within ten seconds where ${what} hangs`, async () => {
      const { promise: begun, resolve } = Promise.withResolvers<void>();
      arrived = resolve;
      mock.timers.enable({ apis: ['setTimeout'] });
      try {
        const answer = silently(() => call(server, name));
        await begun;
        mock.timers.tick(9999);
        assert.equal((await answer).result.status, 503);
      } finally {
        mock.timers.reset();
      }
    });
  }

  it('keeps its description inside its quotes', () => {
    const message = 'The field "token" is odd.';
    const { body, headers } = toOAuthRefusal(new SessionError('token_invalid', {}, { message }));
    const error_description = "The field 'token' is odd.";
    assert.equal(body.error_description, error_description);
    const fault = { error: 'invalid_grant', error_description };
    assert.deepEqual(readChallenge(headers['WWW-Authenticate']), { scheme: 'Bearer', ...fault });
  });

  it('tells no cause and no stack', () => {
    const error = new SessionError('token_invalid', {}, { cause: new Error(secret) });
    for (const told of [toHttpsError(error), toOAuthRefusal(error)]) {
      assert.doesNotMatch(JSON.stringify(told), new RegExp(`${secret}|\\.ts`));
    }
    const members = ['details', 'message', 'status'];
    assert.deepEqual(Object.keys(toHttpsError(error).toJSON()).sort(), members);
  });

  for (const kind of Object.keys(failures)) {
    it(`is not what an unknown failure becomes: ${kind} is INTERNAL, without a word of it`, async () => {
      const { logged, result } = await silently(() => call(server, 'fail', kind));
      assert.deepEqual(result, {
        status: 500,
        body: { error: { status: 'INTERNAL', message: 'INTERNAL' } },
      });
      assert.match(logged, /Unhandled error/);
    });
  }
});
