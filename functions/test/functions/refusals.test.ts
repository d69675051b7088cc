// How each refusal reaches the client of a callable: code, HTTP status, reason. And that nothing else does.
import assert from 'node:assert/strict';
import { any } from 'valibot';
import type { Reason, ReasonDetails } from '../../src/errors.ts';
import { SessionError } from '../../src/errors.ts';
import { callable } from '../../src/http/callable.ts';
import { toHttpsError } from '../../src/http/callableRefusal.ts';
import { parseInput } from '../../src/http/parseInput.ts';
import { registerInput } from '../../src/http/inputs.ts';
import type { Server } from './serve.ts';
import { call, serve } from './serve.ts';
import { silently } from './silently.ts';

/** The design's table of errors. */
const table: Record<Reason, { status: number; code: string; details?: ReasonDetails }> = {
  sign_in_required: { status: 401, code: 'UNAUTHENTICATED' },
  session_required: { status: 400, code: 'FAILED_PRECONDITION' },
  session_revoked: { status: 401, code: 'UNAUTHENTICATED' },
  session_expired: { status: 401, code: 'UNAUTHENTICATED' },
  session_unconfirmed: {
    status: 403,
    code: 'PERMISSION_DENIED',
    details: { retryAfterSeconds: 60, confirmBy: ['other_device', 'time'] },
  },
  recent_sign_in_required: { status: 401, code: 'UNAUTHENTICATED' },
  account_revived: { status: 403, code: 'PERMISSION_DENIED' },
  session_open: { status: 400, code: 'FAILED_PRECONDITION' },
  session_not_found: { status: 404, code: 'NOT_FOUND' },
  current_session: { status: 400, code: 'FAILED_PRECONDITION' },
  invalid_input: { status: 400, code: 'INVALID_ARGUMENT', details: { field: 'deviceId' } },
  token_invalid: { status: 401, code: 'UNAUTHENTICATED' },
  rate_limited: {
    status: 429,
    code: 'RESOURCE_EXHAUSTED',
    details: { retryAfterSeconds: 30 },
  },
  unavailable: { status: 503, code: 'UNAVAILABLE', details: { retryAfterSeconds: 5 } },
};
const reasons = Object.keys(table) as Reason[];

const refuse = callable({
  input: any(),
  caller: () => null,
  run: (_caller, reason) => {
    throw new SessionError(reason as Reason, table[reason as Reason].details);
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

describe('a refusal', () => {
  let server: Server;

  before(async () => {
    server = await serve({ refuse, fail });
  });
  after(() => server.close());

  for (const reason of reasons) {
    const { status, code, details } = table[reason];
    it(`${reason} is ${code} with status ${status}`, async () => {
      const { result } = await silently(() => call(server, 'refuse', reason));
      const { error } = result.body;
      assert.equal(result.status, status);
      assert.equal(error?.status, code);
      assert.deepEqual(error.details, { reason, ...details });
      assert.match(error.message, /^[A-Z].+\.$/);
    });
  }

  it('tells no cause and no stack', () => {
    const error = new SessionError('token_invalid', {}, { cause: new Error(secret) });
    assert.ok(!JSON.stringify(toHttpsError(error)).includes(secret));
    assert.deepEqual(Object.keys(toHttpsError(error).toJSON()).sort(), [
      'details',
      'message',
      'status',
    ]);
  });

  it('of an input names the field, and never repeats its value', () => {
    const input = { deviceId: 'device-01-of-the-refusals', deviceName: 'Phone', deviceType: 'WEB' };
    for (const [field, value] of [
      ['deviceId', `${secret}!`],
      ['deviceType', secret],
      ['pushToken', `${secret} with a space`],
      ['attempt', `${secret}!`],
      [secret, 'unknown'],
    ] as const) {
      assert.throws(
        () => parseInput(registerInput, { ...input, [field]: value }),
        (error: unknown) => {
          assert.ok(error instanceof SessionError);
          assert.equal(error.details.field, field);
          return field === secret || !error.message.includes(secret);
        },
      );
    }
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
