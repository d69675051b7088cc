// The guard before it asks for any session: which credentials it does not even look up. There is no
// Firestore here; whoever asked for one would fail.
import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { onSessionCall, onSessionRequest } from '../../src/guard.ts';
import { generateSessionKeys } from '../../src/tokens/sessionKeys.ts';
import { services } from '../../src/wiring.ts';
import { deployedParams, setEnvironment } from '../functions/environment.ts';
import type { Server } from '../functions/serve.ts';
import { serve } from '../functions/serve.ts';

const project = 'demo-guard';
const caller = { userId: 'alice', sessionId: 'A'.repeat(22), deviceId: 'device-01' };

describe('the guard of a function that takes access tokens', () => {
  let server: Server;
  let restore: () => void;
  let reached = 0;

  before(async () => {
    restore = setEnvironment({
      ...deployedParams,
      GCLOUD_PROJECT: project,
      FIREBASE_CONFIG: JSON.stringify({ projectId: project }),
      SESSION_KEYS: await generateSessionKeys(),
      FIRESTORE_EMULATOR_HOST: '127.0.0.1:9',
    });
    server = await serve({
      notes: onSessionRequest({}, (_request, response) => {
        reached += 1;
        response.end();
      }),
    });
  });
  after(async () => {
    await server.close();
    restore();
  });

  async function ask(authorization?: string, path = '/notes') {
    const response = await fetch(`${server.url}${path}`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    const { error, reason } = (await response.json()) as Record<string, string>;
    const challenge = response.headers.get('www-authenticate');
    return { status: response.status, error, reason, challenge };
  }
  const issue = (secondsAgo = 0) =>
    services().tokens.issueAccessToken(caller, 600, new Date(Date.now() - secondsAgo * 1000));

  async function assertInvalid(token: string): Promise<void> {
    assert.deepEqual(await ask(`Bearer ${token}`), {
      status: 401,
      error: 'invalid_token',
      reason: 'token_invalid',
      challenge: 'Bearer error="invalid_token", error_description="This token is not valid."',
    });
    assert.equal(reached, 0);
  }

  for (const [what, authorization] of [
    ['nothing', undefined],
    ['an empty bearer', 'Bearer '],
    ['HTTP Basic', 'Basic YWxpY2U6cGFzcw=='],
    ['two tokens', 'Bearer a b'],
    ['a token without a scheme', 'rubbish'],
  ] as const) {
    it(`asks who shows ${what} for a bearer token, and tells of no error`, async () => {
      const { status, reason, challenge } = await ask(authorization);
      assert.deepEqual(
        { status, reason, challenge },
        { status: 401, reason: 'sign_in_required', challenge: 'Bearer' },
      );
    });
  }

  it('takes no token from the query string', async () => {
    const { reason } = await ask(undefined, `/notes?access_token=${await issue()}`);
    assert.equal(reason, 'sign_in_required');
  });

  it('refuses rubbish', async () => {
    for (const rubbish of ['rubbish', 'a.b.c', '..', 'A'.repeat(9000)])
      await assertInvalid(rubbish);
  });

  it('refuses a token that has expired', async () => {
    const { verifyAccessToken } = services().tokens;
    await verifyAccessToken(await issue(590), new Date());
    await assertInvalid(await issue(600));
  });

  it('refuses a token that has been tampered with', async () => {
    const [header, payload, signature] = (await issue()).split('.');
    const claims = { ...decodeJwt(`${header}.${payload}.`), sub: 'bob' };
    const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');
    await assertInvalid(`${header}.${forged}.${signature}`);
  });
});

describe('guarded functions', () => {
  it('are bound to SESSION_KEYS where they take access tokens, beside what they ask for', () => {
    const { __endpoint } = onSessionRequest({ secrets: ['OWN_SECRET'] }, () => {});
    const secrets = __endpoint.secretEnvironmentVariables?.map(({ key }) => key);
    assert.deepEqual(secrets, ['OWN_SECRET', 'SESSION_KEYS']);
  });

  it('are deployed as the product’s own are, except for what the team says', () => {
    const call = onSessionCall({ memory: '512MiB' }, () => null).__endpoint;
    assert.equal(call.availableMemoryMb, 512);
    assert.equal(String(call.region), 'params.REGION');
    const request = onSessionRequest({}, () => {}).__endpoint;
    assert.deepEqual(request.httpsTrigger?.invoker, ['public']);
  });
});
