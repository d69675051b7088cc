import assert from 'node:assert/strict';
import type { Request } from 'firebase-functions/v2/https';
import { parseParameters, requireFlag, requireParameter } from '../../src/http/parameters.ts';

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

/** As the cloud's runtime hands it over: the body as it came. */
function request(type: string | undefined, body?: string): Request {
  return {
    ...(body !== undefined && { rawBody: Buffer.from(body) }),
    get: (name: string) => (name.toLowerCase() === 'content-type' ? type : undefined),
  } as Request;
}

const invalidInput = (field: string) => ({
  name: 'SessionError',
  reason: 'invalid_input',
  details: { field },
});

describe('the parameters of a POST', () => {
  for (const [what, type, body, expected] of [
    ['a form', form, 'token=a.b&x=1', { token: 'a.b', x: '1' }],
    ['a form with a charset', `${form}; charset=UTF-8`, 'token=a', { token: 'a' }],
    ['a form that escapes', form, 'token=a%2Bb+c', { token: 'a+b c' }],
    ['a form type in capitals', form.toUpperCase(), 'token=a', { token: 'a' }],
    ['an empty form', form, '', {}],
    ['JSON', json, '{"token":"a","wasMe":true}', { token: 'a', wasMe: true }],
    ['JSON with a charset', `${json}; charset=utf-8`, '{"token":"a"}', { token: 'a' }],
  ] as const) {
    it(`are read from ${what}`, () => {
      assert.deepEqual({ ...parseParameters(request(type, body)) }, expected);
    });
  }

  it('are none where a form has no body at all', () => {
    assert.deepEqual({ ...parseParameters(request(form)) }, {});
  });

  for (const [what, type, body] of [
    ['a parameter is there twice', form, 'token=a&token=b'],
    ['a parameter is there twice, the same', form, 'token=a&token=a'],
    ['the body is not JSON', json, '{"token":'],
    ['the body is no JSON object but a list', json, '["token"]'],
    ['the body is no JSON object but text', json, '"token"'],
    ['the body is no JSON object but null', json, 'null'],
    ['the body is empty JSON', json, ''],
    ['the type is another one', 'text/plain', 'token=a'],
    ['the type is only like JSON', 'application/jsonp', '{"token":"a"}'],
    ['the body has many parts', 'multipart/form-data; boundary=x', '--x--'],
    ['no type is told', undefined, 'token=a'],
  ] as const) {
    it(`are refused where ${what}, without a word of the body`, () => {
      assert.throws(
        () => parseParameters(request(type, body)),
        (error: Error) => {
          assert.deepEqual({ ...error, name: error.name }, invalidInput('body'));
          return !error.message.includes('token');
        },
      );
    });
  }

  it('may have 8192 bytes, and not one more', () => {
    const token = 'é'.repeat((8192 - 'token='.length) / 2);
    assert.equal(parseParameters(request(form, `token=${token}`)).token, token);
    assert.throws(() => parseParameters(request(form, `token=${token}x`)), invalidInput('body'));
    assert.throws(
      () => parseParameters(request(json, `{"token":"${token}"}`)),
      invalidInput('body'),
    );
  });

  it('may have eight levels, and not one more', () => {
    const nested = (levels: number) =>
      `{"token":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    assert.ok(Array.isArray(parseParameters(request(json, nested(8))).token));
    for (const levels of [9, 4000]) {
      assert.throws(() => parseParameters(request(json, nested(levels))), invalidInput('body'));
    }
  });

  it('count once where JSON has them twice: the last', () => {
    assert.equal(parseParameters(request(json, '{"token":"a","token":"b"}')).token, 'b');
  });

  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    it(`are only those that were sent: "${name}" is nothing special`, () => {
      assert.throws(() => requireParameter(parseParameters(request(form, 'a=b')), name));
      assert.equal(requireParameter(parseParameters(request(form, `${name}=b`)), name), 'b');
      const parsed = parseParameters(request(json, `{"${name}":"b"}`));
      assert.equal(requireParameter(parsed, name), 'b');
      assert.throws(() => parseParameters(request(form, `${name}=a&${name}=b`)));
    });
  }
});

describe('a required parameter', () => {
  it('is the text that was sent', () => {
    assert.equal(requireParameter({ token: 'a' }, 'token'), 'a');
  });

  for (const value of [undefined, '', null, 1, true, ['a'], { a: 'a' }]) {
    it(`is missed where it is ${JSON.stringify(value)}, by its name`, () => {
      assert.throws(() => requireParameter({ token: value }, 'token'), invalidInput('token'));
    });
  }
});

describe('a required flag', () => {
  it('is true or false, in JSON or in a form', () => {
    for (const value of [true, 'true']) assert.equal(requireFlag({ wasMe: value }, 'wasMe'), true);
    for (const value of [false, 'false'])
      assert.equal(requireFlag({ wasMe: value }, 'wasMe'), false);
  });

  for (const value of [undefined, '', 'no', 'TRUE', 0, 1, null, [true]]) {
    it(`is missed where it is ${JSON.stringify(value)}, by its name`, () => {
      assert.throws(() => requireFlag({ wasMe: value }, 'wasMe'), invalidInput('wasMe'));
    });
  }
});
