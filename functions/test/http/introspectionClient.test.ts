import assert from 'node:assert/strict';
import type { Request } from 'firebase-functions/v2/https';
import { secretOf } from '../../src/http/introspectionClient.ts';

const secret = 'S3cret-_~/+=%:ö';
/** RFC 6749 §2.3.1: form-encoded, then joined. */
const basic = (id: string, password: string) =>
  `Basic ${Buffer.from(`${formEncode(id)}:${formEncode(password)}`).toString('base64')}`;

function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

function shown(authorization?: string, parameters: Record<string, unknown> = {}) {
  const request = {
    get: (name: string) => (name === 'authorization' ? authorization : undefined),
  } as Request;
  return secretOf(request, parameters);
}

describe('the introspection secret that a request shows', () => {
  it('is a bearer token', () => {
    assert.equal(shown('Bearer abc'), 'abc');
    assert.equal(shown('bearer abc'), 'abc');
  });

  it('is the password of HTTP Basic, whatever the client id', () => {
    for (const id of ['api', '', 'a b', 'https://api.example/']) {
      assert.equal(shown(basic(id, secret)), secret);
      assert.equal(shown(basic(id, secret).replace('Basic', 'BASIC')), secret);
    }
  });

  it('is client_secret in the body', () => {
    assert.equal(shown(undefined, { client_secret: secret }), secret);
  });

  it('is not looked for in the body where a header shows one', () => {
    assert.equal(shown('Bearer abc', { client_secret: secret }), 'abc');
    assert.equal(shown('Basic !', { client_secret: secret }), null);
  });

  for (const [what, authorization] of [
    ['no colon', `Basic ${Buffer.from('secret').toString('base64')}`],
    ['nothing', 'Basic'],
    ['an escape that is none', `Basic ${Buffer.from('api:%zz').toString('base64')}`],
  ] as const) {
    it(`is none where HTTP Basic holds ${what}`, () => {
      assert.equal(shown(authorization), null);
    });
  }

  it('is none where nothing is shown, or nothing that is text', () => {
    assert.equal(shown(), null);
    for (const value of [null, 1, ['a'], { a: 'a' }]) {
      assert.equal(shown(undefined, { client_secret: value }), null);
    }
  });
});
