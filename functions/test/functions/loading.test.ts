// What the callables decide when they load: in the cloud only Firebase's own ID tokens count, and App
// Check where it is enforced; in the emulator rubbish gets in, and is still nobody.
import assert from 'node:assert/strict';
import { callables } from './callables.ts';
import { startProgram } from './program.ts';
import type { Server } from './serve.ts';
import { call } from './serve.ts';

const now = Math.floor(Date.now() / 1000);
/** As the Auth emulator issues it: for a live user, by the right issuer, signed by nobody. */
const unsigned = jwt(
  { alg: 'none', typ: 'JWT' },
  {
    iss: 'https://securetoken.google.com/demo-program',
    aud: 'demo-program',
    sub: 'alice',
    user_id: 'alice',
    sid: 'AAAAAAAAAAAAAAAAAAAAAA',
    device_id: 'device-01',
    auth_time: now,
    iat: now,
    exp: now + 3600,
  },
);

function jwt(...parts: object[]): string {
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
}

function withProgram(variables: NodeJS.Dict<string>): () => Server {
  let server: Server;
  before(async () => {
    server = await startProgram(variables);
  });
  after(() => server.close());
  return () => server;
}

/** What the function answers to whom it takes for nobody. */
async function assertNobody(
  server: Server,
  name: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const { status, body } = await call(server, name, {}, headers);
  assert.equal(status, 401);
  assert.equal(body.error?.status, 'UNAUTHENTICATED');
  assert.deepEqual(body.error.details, { reason: 'sign_in_required' });
}

describe('callables in the cloud', () => {
  const server = withProgram({});

  for (const { name } of callables) {
    it(`${name} answers 401 to an ID token that Firebase has not signed, and to none`, async () => {
      await assertNobody(server(), name, { authorization: `Bearer ${unsigned}` });
      await assertNobody(server(), name);
    });
  }
});

describe('callables that enforce App Check', () => {
  // Any usual spelling: what counts is the param as it is read.
  const server = withProgram({ ENFORCE_APP_CHECK: 'Yes' });

  for (const { name } of callables) {
    it(`${name} answers 401 to an app that does not prove itself`, async () => {
      const unproven: Record<string, string>[] = [{}, { 'x-firebase-appcheck': 'rubbish' }];
      for (const headers of unproven) {
        const { status, body } = await call(server(), name, {}, headers);
        assert.equal(status, 401);
        assert.equal(body.error?.details, undefined, 'the function itself was reached');
      }
    });
  }

  it('say of an ID token that it is bad only if an App Check token was shown', async () => {
    const authorization = `Bearer ${unsigned}`;
    const details = async (headers: Record<string, string>) => {
      const { status, body } = await call(server(), 'listSessions', {}, headers);
      assert.equal(status, 401);
      return body.error?.details;
    };
    // What the SDKs send where an app cannot prove itself.
    const placeholder = Buffer.from('{"error":"UNKNOWN_ERROR"}').toString('base64');
    const shown = { authorization, 'x-firebase-appcheck': unsigned + 'signature' };
    assert.equal(await details({ authorization }), undefined);
    assert.equal(await details({ ...shown, 'x-firebase-appcheck': placeholder }), undefined);
    assert.deepEqual(await details(shown), { reason: 'sign_in_required' });
  });
});

describe('the functions', () => {
  it('do not load with a param that cannot be used', async () => {
    await assert.rejects(startProgram({ CONFIRM_AFTER_DAYS: 'seven' }), /did not load/);
  });
});

describe('callables in the emulator', () => {
  // What the Functions emulator sets: it decodes ID tokens and verifies none.
  const server = withProgram({
    FUNCTIONS_EMULATOR: 'true',
    FIREBASE_DEBUG_MODE: 'true',
    FIREBASE_DEBUG_FEATURES: JSON.stringify({ skipTokenVerification: true }),
  });

  for (const { name } of callables) {
    it(`${name} answers 401 to rubbish in place of an ID token`, async () => {
      for (const bearer of ['rubbish', jwt({ alg: 'none' }, { email: 'a@example.com' })]) {
        await assertNobody(server(), name, { authorization: `Bearer ${bearer}` });
      }
    });
  }
});
