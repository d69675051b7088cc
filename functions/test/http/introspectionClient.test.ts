import assert from 'node:assert/strict';
import type { Request } from 'firebase-functions/v2/https';
import { presentsSecret } from '../../src/http/introspectionClient.ts';

const secret = 'S3cret-_~/+=%:ö Zk3vQ8wT1xY6rB0nM5cJ7pL2sD9fG4hAeUiOyKqW';
/** RFC 6749 §2.3.1: form-encoded, then joined. */
const basic = (id: string, password: string) =>
  `Basic ${Buffer.from(`${formEncode(id)}:${formEncode(password)}`).toString('base64')}`;

function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

function presents(configured: string, authorization?: string, inBody?: unknown): boolean {
  const request = {
    get: (name: string) => (name === 'authorization' ? authorization : undefined),
  } as Request;
  return presentsSecret(request, { client_secret: inBody }, configured);
}

describe('the introspection secret is presented', () => {
  it('as a bearer token', () => {
    assert.equal(presents('abc', 'Bearer abc'), true);
    assert.equal(presents('abc', 'bearer abc'), true);
  });

  it('as the password of HTTP Basic, whatever the client id', () => {
    for (const id of ['api', '', 'a b', 'https://api.example/']) {
      assert.equal(presents(secret, basic(id, secret)), true);
      assert.equal(presents(secret, basic(id, secret).replace('Basic', 'BASIC')), true);
    }
  });

  it('as client_secret in the body, unless a header presents another', () => {
    assert.equal(presents(secret, undefined, secret), true);
    for (const other of ['Bearer abc', 'Basic !'])
      assert.equal(presents(secret, other, secret), false);
  });

  it('with or without the line break of `echo`, where it was stored or is presented', () => {
    for (const end of ['\n', '\r\n']) {
      assert.equal(presents(`${secret}${end}`, undefined, secret), true);
      assert.equal(presents(secret, undefined, `${secret}${end}`), true);
      assert.equal(presents(`${secret}${end}`, undefined, secret.slice(0, -1)), false);
    }
    assert.equal(presents('correct\nhorse', undefined, 'correct horse'), false);
  });

  for (const [what, authorization] of [
    ['no colon', `Basic ${Buffer.from(secret).toString('base64')}`],
    ['nothing', 'Basic'],
    ['an escape that is none', `Basic ${Buffer.from('api:%zz').toString('base64')}`],
  ] as const) {
    it(`by nobody whose HTTP Basic holds ${what}`, () => {
      for (const configured of [secret, '%zz', 'undefined']) {
        assert.equal(presents(configured, authorization), false);
      }
    });
  }

  it('by nobody who presents nothing, or nothing that is text', () => {
    for (const value of [undefined, null, 1, true, [secret], { a: secret }]) {
      assert.equal(presents(secret, undefined, value), false);
    }
  });

  it('by no part of it, by no more than it, and by none with one letter changed', () => {
    for (let at = 0; at < secret.length; at += 1) {
      const changed = `${secret.slice(0, at)}_${secret.slice(at + 1)}`;
      const parts = [secret.slice(0, at), secret.slice(at + 1), secret.slice(at, at + 20)];
      for (const presented of [changed, ...parts, secret + secret.slice(0, at + 1)]) {
        assert.equal(presents(secret, undefined, presented), presented === secret, presented);
      }
    }
    for (const presented of [secret.toLowerCase(), ` ${secret}`, `${secret} `, `${secret}\0`]) {
      assert.equal(presents(secret, undefined, presented), false);
    }
  });

  it('by nobody where none is configured', () => {
    for (const none of ['', '\n', '\r\n']) {
      for (const presented of ['', none]) assert.equal(presents(none, undefined, presented), false);
      assert.equal(presents(none, 'Bearer '), false);
    }
  });
});
