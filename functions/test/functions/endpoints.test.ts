// Whatever is sent to the HTTPS endpoints without a credential: refused with a reason, with no read, and
// with nothing of it in the log. There is no Firestore here; whoever asked for one would fail.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SessionError, type Reason } from '../../src/errors.ts';
import { generateSessionKeys } from '../../src/tokens/sessionKeys.ts';
import type { Program } from './program.ts';
import { startProgram } from './program.ts';

const canary = 'canary-that-nobody-may-log';
const secret = 'secret-of-the-team';

const id = fc.string({ unit: fc.constantFrom(...'Aa0_-'), minLength: 22, maxLength: 22 });
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = fc
  .tuple(
    fc.constantFrom('none', 'ES256', 'HS256', 'rubbish', '', null),
    fc.constantFrom('at+jwt', 'JWT', 'answer+jwt', undefined),
    fc.jsonValue({ maxDepth: 2 }),
  )
  .map(([alg, typ, sub]) => `${part({ alg, typ, kid: canary })}.${part({ sub, exp: 1e12 })}.x`);
const token = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', canary, '..', 'a.b.c', '\ud800'),
  fc.tuple(id, id, id).map((parts) => parts.join('.')),
  jwt,
);
const name = fc.constantFrom(
  ...['token', 'refresh_token', 'grant_type', 'wasMe', 'token_type_hint', 'client_secret'],
  ...['__proto__', 'constructor', '@type', canary],
);
const value = fc.oneof(
  { weight: 3, arbitrary: token },
  { weight: 2, arbitrary: fc.constantFrom('refresh_token', 'true', 'access_token') },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);
const parameters = fc.tuple(
  fc.record({
    token,
    refresh_token: token,
    grant_type: fc.constant('refresh_token'),
    wasMe: fc.constantFrom('true', 'false'),
  }),
  fc.array(fc.tuple(name, value), { maxLength: 4 }),
);
const body = fc.oneof(
  parameters.map(([all, more]) => ({
    type: 'application/json',
    text: JSON.stringify({ ...all, ...Object.fromEntries(more) }),
  })),
  parameters.map(([all, more]) => {
    const form = new URLSearchParams(all);
    for (const [key, one] of more) form.append(key, String(JSON.stringify(one)));
    return { type: 'application/x-www-form-urlencoded', text: form.toString() };
  }),
  fc.record({
    type: fc.constantFrom('text/plain', 'application/octet-stream', 'multipart/form-data', 'x'),
    text: fc.oneof(token, fc.constant(`token=${canary}`)),
  }),
);
const headers = fc.record(
  {
    accept: fc.constantFrom('*/*', 'text/event-stream', 'text/html'),
    authorization: fc.constantFrom('Basic x', 'Basic Og==', 'Basic OiUl', 'Bearer', `x ${canary}`),
  },
  { requiredKeys: [] },
);

describe('an HTTPS endpoint that is sent anything', () => {
  let program: Program;

  before(async () => {
    program = await startProgram({
      SESSION_KEYS: await generateSessionKeys(),
      INTROSPECTION_SECRET: secret,
      FIRESTORE_EMULATOR_HOST: '127.0.0.1:9',
    });
  });
  after(() => program.close());

  for (const [endpoint, accepted] of [
    ['refreshTokens', false],
    ['revokeToken', true],
    ['introspectToken', false],
    ['answerLoginAlert', false],
    ['confirmLogout', false],
  ] as const) {
    it(`${endpoint} refuses it with its status and a reason, and writes nothing`, async () => {
      await fc.assert(
        fc.asyncProperty(body, headers, async ({ type, text }, more) => {
          const response = await fetch(`${program.url}/${endpoint}`, {
            method: 'POST',
            body: text,
            headers: { 'content-type': type, ...more },
          });
          const answer = await response.text();
          if (accepted && response.status === 200) return assert.equal(answer, '');
          const { error, reason } = JSON.parse(answer) as Record<string, string>;
          assert.ok(error && reason, answer);
          assert.equal(response.status, new SessionError(reason as Reason).status);
          assert.ok(
            ['invalid_input', 'token_invalid', 'sign_in_required'].includes(reason),
            reason,
          );
        }),
        { numRuns: 400, seed: 20_261_125 },
      );
      assert.equal(program.written(), '');
    });
  }
});
