// What the platform answers before any function of ours runs, as docs/reference.md lists it, and how a
// client finds the functions of the running stack.
import assert from 'node:assert/strict';
import { findStack } from '../../../clients/js/testing/stack.ts';
import { callHttp } from './support/http.ts';

const functionUrl = (name: string) => {
  const { project, region, functions } = findStack();
  return `http://${functions}/${project}/${region}/${name}`;
};

describe('on the running stack', () => {
  const unread: [what: string, status: number, type: string, body: string, encoding?: string][] = [
    ['broken JSON', 400, 'application/json', '{broken'],
    ['JSON that is neither an object nor a list', 400, 'application/json', '"text"'],
    ['an unknown charset', 415, 'application/json; charset=utf-99', '{}'],
    ['an unknown encoding', 415, 'application/json', '{}', 'rot13'],
    [
      'a form of more than 1000 parameters',
      413,
      'application/x-www-form-urlencoded',
      '&a'.repeat(1001),
    ],
  ];
  for (const name of ['listSessions', 'refreshTokens']) {
    for (const [what, status, type, body, encoding] of unread) {
      it(`${name} is not reached by ${what}: ${status}, and no JSON`, async () => {
        const response = await fetch(functionUrl(name), {
          method: 'POST',
          body,
          headers: { 'content-type': type, ...(encoding && { 'content-encoding': encoding }) },
        });
        assert.equal(response.status, status);
        assert.doesNotMatch(response.headers.get('content-type') ?? '', /json/);
      });
    }
  }

  it('a callable refuses with its status where a stream is asked for', async () => {
    const response = await fetch(functionUrl('listSessions'), {
      method: 'POST',
      body: '{"data":{}}',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    assert.equal(response.status, 401);
    const { error } = (await response.json()) as { error: { details: unknown } };
    assert.deepEqual(error.details, { reason: 'sign_in_required' });
  });

  it('metadata leads to the functions of the stack', async () => {
    const { status, json } = await callHttp(functionUrl('metadata'), { method: 'GET' });
    assert.equal(status, 200);
    assert.equal(json.jwks_uri, functionUrl('jwks'));
    assert.equal((await callHttp(json.jwks_uri, { method: 'GET' })).status, 200);
    assert.equal(json.device_session_endpoints.listSessions, functionUrl('listSessions'));
  });
});
