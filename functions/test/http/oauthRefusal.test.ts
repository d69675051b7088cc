import assert from 'node:assert/strict';
import type { Reason } from '../../src/errors.ts';
import { SessionError } from '../../src/errors.ts';
import { toBearerRefusal, toOAuthRefusal } from '../../src/http/oauthRefusal.ts';

/** The design's table of errors: status, and `error` at a token endpoint and behind the guard. */
const table: Record<Reason, [status: number, oauthError: string, bearerError: string]> = {
  sign_in_required: [401, 'invalid_token', 'invalid_token'],
  session_required: [400, 'invalid_request', 'invalid_request'],
  session_revoked: [401, 'invalid_grant', 'invalid_token'],
  session_expired: [401, 'invalid_grant', 'invalid_token'],
  session_unconfirmed: [403, 'access_denied', 'access_denied'],
  recent_sign_in_required: [401, 'invalid_grant', 'invalid_token'],
  account_revived: [403, 'access_denied', 'access_denied'],
  session_open: [400, 'invalid_request', 'invalid_request'],
  session_not_found: [404, 'invalid_request', 'invalid_request'],
  current_session: [400, 'invalid_request', 'invalid_request'],
  invalid_input: [400, 'invalid_request', 'invalid_request'],
  token_invalid: [401, 'invalid_grant', 'invalid_token'],
  rate_limited: [429, 'temporarily_unavailable', 'temporarily_unavailable'],
  unavailable: [503, 'temporarily_unavailable', 'temporarily_unavailable'],
};
const reasons = Object.keys(table) as Reason[];

/** The one challenge of RFC 9110 §11.6.1 that we send: a scheme and its quoted parameters. */
function readChallenge(header: string | undefined): object | null {
  if (header === undefined) return null;
  const [, scheme, rest = ''] = /^(\w+)((?:(?: |, )\w+="[^"]*")*)$/.exec(header) ?? [];
  const parameters = [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  return { scheme, ...Object.fromEntries(parameters) };
}

describe('a refusal of an OAuth endpoint', () => {
  for (const reason of reasons) {
    for (const [where, toRefusal, position] of [
      ['a token endpoint', toOAuthRefusal, 1],
      ['an API with access tokens', toBearerRefusal, 2],
    ] as const) {
      it(`${reason} at ${where} is ${table[reason][0]} ${table[reason][position]}`, () => {
        const error = new SessionError(reason);
        const { status, body, headers } = toRefusal(error);
        const oauthError = table[reason][position];
        assert.equal(status, table[reason][0]);
        assert.deepEqual(body, { error: oauthError, error_description: error.message, reason });
        const challenge = readChallenge(headers['WWW-Authenticate']);
        if (status !== 401) assert.equal(challenge, null);
        else if (reason === 'sign_in_required') assert.deepEqual(challenge, { scheme: 'Bearer' });
        else {
          const { error_description } = body;
          assert.deepEqual(challenge, { scheme: 'Bearer', error: oauthError, error_description });
        }
      });
    }
  }

  it('names the field of a faulty input', () => {
    const { body } = toOAuthRefusal(new SessionError('invalid_input', { field: 'token' }));
    assert.deepEqual({ ...body, field: 'token' }, body);
  });

  it('says when to come back', () => {
    const { headers } = toOAuthRefusal(new SessionError('rate_limited', { retryAfterSeconds: 30 }));
    assert.equal(headers['Retry-After'], '30');
  });

  it('keeps its description inside its quotes, with the characters that RFC 6749 §5.2 allows', () => {
    const message = 'The field "token" is odd.';
    const { body, headers } = toOAuthRefusal(new SessionError('token_invalid', {}, { message }));
    assert.equal(body.error_description, "The field 'token' is odd.");
    assert.deepEqual(readChallenge(headers['WWW-Authenticate']), {
      scheme: 'Bearer',
      error: 'invalid_grant',
      error_description: "The field 'token' is odd.",
    });
    for (const reason of reasons) {
      const description = toOAuthRefusal(new SessionError(reason)).body.error_description;
      assert.match(description, /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
    }
  });

  it('tells no cause and no stack', () => {
    const cause = new Error('key-of-the-database');
    const refusal = toOAuthRefusal(new SessionError('token_invalid', {}, { cause }));
    assert.doesNotMatch(JSON.stringify(refusal), /key-of-the-database|\.ts/);
  });
});
