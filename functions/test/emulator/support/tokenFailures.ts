// Every kind of failure that can be brought about from outside, on functions that work and on ones whose
// keys or whose Firestore are broken. Whatever Google is asked, it refuses by repeating it.
import { openFirestore } from './firestore.ts';
import { passASecond } from './storedSession.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { accountIdOf } from '../../../src/domain/account/accountId.ts';
import { once } from 'node:events';
import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { makeTokens } from '../../../src/tokens/makeTokens.ts';
import { generateSessionKeys, parseSessionKeys } from '../../../src/tokens/sessionKeys.ts';
import type { Google } from './google.ts';
import { startGoogle } from './google.ts';
import type { HttpCall, HttpReply } from './http.ts';
import type { Program, ProgramDevice } from './tokenProgram.ts';
import { guarded, idTokenOf, leak, programProject, startProgram } from './tokenProgram.ts';
import type { SecretWatch } from './watch.ts';

const form = 'application/x-www-form-urlencoded';
const address = '77.88.55.242';
const address6 = '2a02:6b8::feed:ff';

interface Scene {
  watch: SecretWatch;
  google: Google;
  /** What one function does tell. */
  canary: string;
  written: string[];
}

interface Actors extends Scene {
  program: Program;
  phone: ProgramDevice;
}

/**
 * Fails in every way, and gives each secret used to the watch. Returns all that the functions have
 * written meanwhile, and a word that one of them was made to tell.
 */
export async function failInEveryWay(
  watch: SecretWatch,
): Promise<{ written: string; canary: string }> {
  const google = await startGoogle();
  const canary = `canary-${randomUUID()}`;
  const scene: Scene = { watch, google, canary, written: [] };
  watch.keep('access tokens', google.accessToken);
  watch.keep('addresses', address, address6);
  try {
    await failByCalls(scene);
    await failOnBrokenKeys(scene);
    await failOnClosedFirestore(scene);
  } finally {
    await google.close();
  }
  return { written: scene.written.join('\n'), canary };
}

function expectStatus(reply: HttpReply, status: number, reason?: string): HttpReply {
  const told = (reply.json.reason ?? reply.json.error?.details?.reason) as string | undefined;
  assert.deepEqual(
    [reply.status, ...(reason ? [told] : [])],
    [status, ...(reason ? [reason] : [])],
  );
  return reply;
}

/** Runs the functions with these variables for as long as the work takes. */
async function onProgram(
  scene: Scene,
  work: (program: Program) => Promise<void>,
  variables: NodeJS.Dict<string> = {},
): Promise<void> {
  const program = await startProgram(scene.google.port, variables);
  keepProgram(scene.watch, program);
  try {
    await work(program);
  } finally {
    scene.written.push(await program.close());
  }
}

/** On functions that work. */
async function failByCalls(scene: Scene): Promise<void> {
  const { watch } = scene;
  await onProgram(scene, async (program) => {
    watch.keepKeys(program.secrets.SESSION_KEYS);
    const phone = keepDevice(watch, await program.logIn(`user-${randomUUID()}`, address));
    const actors = { ...scene, program, phone };
    await badTokens(actors);
    await badBodies(actors);
    await badSecrets(actors);
    await badCalls(actors);
    await failingPushes(actors);
    await copiedToken(actors);
    const headers = { authorization: `Bearer ${phone.tokens.access_token}` };
    expectStatus(await program.call(leak, { body: scene.canary, headers }), 500);
  });
}

async function badTokens({ watch, program, phone }: Actors): Promise<void> {
  const { access_token: access, refresh_token: refresh } = phone.tokens;
  const own = tokensOf(program.secrets.SESSION_KEYS);
  const foreignKeys = await generateSessionKeys();
  const foreign = tokensOf(foreignKeys, 'another-project');
  const { sessionId } = phone.session;
  const caller = { userId: phone.userId, sessionId, deviceId: phone.deviceId };
  const ended = { sessionId, expiresAt: new Date(Date.now() - 60_000) };
  const accountId = accountIdOf({ userId: phone.userId, tenantId: null });
  const asked = { accountId, answeringSessionId: sessionId, answeringDevice: 'a', about: ['b'] };
  const before = new Date(Date.now() - 3_600_000);
  const accessTokens = [
    await foreign.issueAccessToken(caller, 600, new Date()),
    await own.issueAccessToken(caller, 600, before),
    `${access.split('.').slice(0, 2).join('.')}.${'B'.repeat(86)}`,
  ];
  const refreshTokens = [
    await foreign.issueRefreshToken({ accountId, sessionId, nonce: 'N'.repeat(22) }),
    `${refresh.split('.').slice(0, 3).join('.')}.${'M'.repeat(43)}`,
  ];
  const others = [
    await own.issueAnswerToken({ ...asked, expiresAt: ended.expiresAt }, before),
    await own.issueReceiptToken(ended),
  ];
  watch.keepKeys(foreignKeys);
  watch.keepToken('access tokens', ...accessTokens);
  watch.keepToken('refresh tokens', ...refreshTokens);
  watch.keepToken('answer and receipt tokens', ...others);
  for (const token of [...accessTokens, ...refreshTokens, ...others]) {
    expectStatus(await program.refresh(token), 401, 'token_invalid');
    expectStatus(await program.call('revokeToken', { form: { token } }), 200);
    const { INTROSPECTION_SECRET: client_secret } = program.secrets;
    expectStatus(await program.call('introspectToken', { form: { token, client_secret } }), 200);
    const answer = { token, wasMe: 'false' };
    expectStatus(await program.call('answerLoginAlert', { form: answer }), 401, 'token_invalid');
    expectStatus(await program.call('confirmLogout', { form: { token } }), 401, 'token_invalid');
    const headers = { authorization: `Bearer ${token}` };
    expectStatus(await program.call(guarded.request, { headers }), 401, 'token_invalid');
  }
}

async function badBodies({ program, phone: { tokens } }: Actors): Promise<void> {
  const token = tokens.refresh_token;
  const bodies: HttpCall[] = [
    {
      form: [
        ['refresh_token', token],
        ['refresh_token', token],
      ],
    },
    { form: { grant_type: 'refresh_token', refresh_token: token.repeat(100) } },
    { form: { grant_type: 'password', refresh_token: token } },
    { body: token, headers: { 'content-type': 'text/plain' } },
    // Cut off JSON does not get as far as the functions: the cloud's runtime refuses it.
    { json: [token] },
    { body: `%${token}`, headers: { 'content-type': form } },
  ];
  for (const init of bodies) expectStatus(await program.call('refreshTokens', init), 400);
  expectStatus(await program.call(`refreshTokens?refresh_token=${token}`, { method: 'PUT' }), 405);
}

async function badSecrets({ watch, program, phone: { tokens } }: Actors): Promise<void> {
  const wrong = `wrong-${randomUUID()}`;
  const basic = Buffer.from(`api:${wrong}`).toString('base64');
  watch.keep('introspection secrets', wrong, basic);
  const input = { token: tokens.access_token };
  for (const init of [
    { form: input, headers: { authorization: `Bearer ${wrong}` } },
    { form: input, headers: { authorization: `Basic ${basic}` } },
    { form: { ...input, client_secret: wrong } },
  ]) {
    expectStatus(await program.call('introspectToken', init), 401);
  }
}

async function badCalls({ watch, program, phone }: Actors): Promise<void> {
  const { userId, firstIdToken } = phone;
  const spaced = `push with a space ${randomUUID()}`;
  const old = idTokenOf(userId, { auth_time: 1_600_000_000 });
  const foreign = idTokenOf(userId, {
    sid: 'S'.repeat(22),
    device_id: 'another-device-0123456789',
  });
  watch.keep('push tokens', spaced);
  watch.keepToken('ID and custom tokens', old, foreign);
  const device = { deviceId: 'device-01-of-the-failures', deviceName: 'Phone', deviceType: 'WEB' };
  const pushToken = phone.pushToken;
  expectStatus(
    await program.callAs(old, 'registerSession', { ...device, pushToken }),
    401,
    'recent_sign_in_required',
  );
  expectStatus(
    await program.callAs(firstIdToken, 'registerSession', { ...device, pushToken: spaced }),
    400,
    'invalid_input',
  );
  expectStatus(await program.callAs(firstIdToken, guarded.call), 400, 'session_required');
  expectStatus(await program.callAs(foreign, 'listSessions'), 401, 'session_expired');
  const authorization = `Bearer ${firstIdToken}`;
  for (const name of ['registerSession', guarded.call]) {
    const init = { json: { ...device, pushToken }, headers: { authorization } };
    expectStatus(await program.call(name, init), 400);
  }
  expectStatus(
    await program.call('listSessions', {
      json: { data: {}, token: phone.tokens.refresh_token },
      headers: { 'x-firebase-appcheck': phone.tokens.access_token },
    }),
    400,
  );
}

/** Login alerts and logouts that FCM refuses, for good or for now, and the queue with it. */
async function failingPushes({ watch, google, program, phone }: Actors): Promise<void> {
  const accountId = accountIdOf({ userId: phone.userId, tenantId: null });
  for (const status of [400, 500] as const) {
    const device = keepDevice(watch, await program.logIn(phone.userId, address6));
    const { sessionId } = device.session;
    google.answer(status);
    const sent = google.pushes.length;
    const created = await program.call(`onSessionCreated?userId=${phone.userId}`);
    // Asks to be delivered again what FCM did not take for now.
    expectStatus(created, status === 500 ? 500 : 200);
    expectStatus(await program.callAs(phone.idToken, 'revokeSession', { sessionId }), 200);
    for (const message of google.pushes.slice(sent)) {
      const { answerToken, receiptToken } = message.data ?? {};
      const tokens = [answerToken, receiptToken].filter((token) => token !== undefined);
      watch.keepToken('answer and receipt tokens', ...tokens);
    }
    // As Cloud Tasks delivers it, with a token of its own.
    const oidc = idTokenOf('cloud-tasks');
    watch.keepToken('ID and custom tokens', oidc);
    const delivered = await program.callAs(oidc, 'deliverPush', { accountId });
    expectStatus(delivered, status === 500 ? 500 : 204);
    // An alert and a logout; no sooner than in some seconds again what FCM may take later.
    assert.equal(google.pushes.length - sent, 2);
    google.answer(200);
    expectStatus(await program.refresh(device.tokens.refresh_token), 401, 'session_revoked');
    expectStatus(await program.callAs(device.idToken, 'listSessions'), 401, 'session_revoked');
    const headers = { authorization: `Bearer ${device.tokens.access_token}` };
    expectStatus(await program.call(guarded.request, { headers }), 401, 'session_revoked');
  }
}

async function copiedToken({ watch, google, program, phone }: Actors): Promise<void> {
  const stolen = keepDevice(watch, await program.logIn(phone.userId, address));
  const { refresh_token: first } = stolen.tokens;
  let token = first;
  for (const _ of ['second', 'third']) {
    const { json } = expectStatus(await program.refresh(token), 200);
    token = json.refresh_token as string;
    watch.keepToken('refresh tokens', token);
    watch.keepToken('access tokens', json.access_token);
    const firestore = openFirestore(programProject);
    await passASecond(firestore, stolen.session.sessionId);
    await firestore.terminate();
  }
  google.answer(500);
  expectStatus(await program.refresh(first), 401, 'token_invalid');
  google.answer(200);
  expectStatus(await program.refresh(token), 401, 'session_revoked');
}

async function failOnBrokenKeys(scene: Scene): Promise<void> {
  const keys = await generateSessionKeys();
  scene.watch.keepKeys(keys);
  const { keys: jwks } = JSON.parse(keys) as { keys: Record<string, string>[] };
  const mismatched = JSON.stringify({ keys: jwks.map((key) => ({ ...key, y: key.x })) });
  const cutOff = keys.slice(0, -1);
  // As in the cloud: ID tokens are verified.
  const verifying = { FIREBASE_DEBUG_MODE: 'false', FIREBASE_AUTH_EMULATOR_HOST: undefined };
  for (const [variables, callStatus] of [
    [{ SESSION_KEYS: mismatched, ...verifying }, 401],
    [{ SESSION_KEYS: cutOff }, 500],
  ] as const) {
    await onProgram(
      scene,
      async (program) => {
        await failWith(scene.watch, program, keys, { registered: [callStatus], others: [500] });
        expectStatus(await program.call('jwks', { method: 'GET' }), 500);
      },
      variables,
    );
  }
}

async function failOnClosedFirestore(scene: Scene): Promise<void> {
  const firestore = await startClosedFirestore();
  const { port } = firestore.address() as AddressInfo;
  try {
    await onProgram(
      scene,
      async (program) => {
        const { SESSION_KEYS: keys } = program.secrets;
        scene.watch.keepKeys(keys);
        // 503 where the call's time has passed before the SDK has given up on what refuses it.
        const either = [500, 503];
        await failWith(scene.watch, program, keys, { registered: either, others: either });
      },
      { FIRESTORE_EMULATOR_HOST: `127.0.0.1:${port}` },
    );
  } finally {
    firestore.close();
  }
}

/** Calls everything with tokens that are good, on functions that cannot work. */
async function failWith(
  watch: SecretWatch,
  program: Program,
  keys: string,
  meant: { registered: readonly number[]; others: readonly number[] },
): Promise<void> {
  const own = tokensOf(keys);
  const caller = {
    userId: 'alice',
    sessionId: 'S'.repeat(22),
    deviceId: 'device-0123456789abcdef',
  };
  const access = await own.issueAccessToken(caller, 600, new Date());
  const nonce = randomUUID().replaceAll('-', '').slice(0, 22);
  const refresh = await own.issueRefreshToken({
    accountId: accountIdOf({ userId: 'alice', tenantId: null }),
    sessionId: caller.sessionId,
    nonce,
  });
  const idToken = idTokenOf('alice');
  const pushToken = `push-${randomUUID()}`;
  watch.keepToken('access tokens', access);
  watch.keepToken('refresh tokens', refresh);
  watch.keepToken('ID and custom tokens', idToken);
  watch.keep('push tokens', pushToken);
  const { INTROSPECTION_SECRET: client_secret } = program.secrets;
  const headers = { authorization: `Bearer ${access}` };
  const device = {
    deviceId: 'device-01-of-the-failures',
    deviceName: 'Phone',
    deviceType: 'WEB',
    pushToken,
  };
  // At once, since the SDK asks a Firestore that refuses it for seconds.
  const [registered, ...replies] = await Promise.all([
    program.callAs(idToken, 'registerSession', device),
    program.refresh(refresh),
    program.call('revokeToken', { form: { token: refresh } }),
    program.call('introspectToken', { form: { token: access, client_secret } }),
    program.call('introspectToken', {
      form: { token: refresh, token_type_hint: 'refresh_token', client_secret },
    }),
    program.call(guarded.request, { headers }),
  ]);
  assert.ok(meant.registered.includes(registered.status), String(registered.status));
  for (const { status } of replies) assert.ok(meant.others.includes(status), String(status));
}

/** Everything a device holds and sends is a secret, except for its names. */
function keepDevice(watch: SecretWatch, device: ProgramDevice): ProgramDevice {
  const { tokens, customToken, firstIdToken, idToken, pushToken } = device;
  watch.keepToken('access tokens', tokens.access_token);
  watch.keepToken('refresh tokens', tokens.refresh_token);
  watch.keepToken('ID and custom tokens', customToken, firstIdToken, idToken);
  watch.keep('push tokens', pushToken);
  return device;
}

/** Except for SESSION_KEYS, which may be no keys at all. */
function keepProgram(watch: SecretWatch, { secrets }: Program): void {
  watch.keep('introspection secrets', secrets.INTROSPECTION_SECRET);
  const lines = secrets.serviceAccountKey.split('\n').filter((line) => /^[^-]{32,}$/.test(line));
  watch.keep('keys', ...lines);
}

function tokensOf(sessionKeys: string, issuerProject = programProject) {
  return makeTokens({
    keys: () => parseSessionKeys(sessionKeys),
    issuer: `https://us-central1-${issuerProject}.cloudfunctions.net`,
    audience: issuerProject,
    clientId: issuerProject,
  });
}

/** A Firestore that lets nobody in, as when the service account has lost its role. */
async function startClosedFirestore(): Promise<Http2Server> {
  const server = createServer();
  server.on('stream', (stream) => {
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': 7 },
      { endStream: true },
    );
    stream.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
