// Plays register, list and revoke against the kit in the emulators (arguments: the host of the
// functions, the host of Auth, the project). Ends with an error where something is not as it should be.
import assert from 'node:assert/strict';

const [functions = '', auth = '', project = '', instance = ''] = process.argv.slice(2);
const origin = `http://${functions}/${project}/us-central1/kit-${instance}-`;
const identity = `http://${auth}/identitytoolkit.googleapis.com/v1/accounts`;
const json = { 'content-type': 'application/json' };

interface Registered {
  session: { sessionId: string };
  customToken: string;
  tokens: { access_token: string; refresh_token: string };
}

async function account(method: string, body: object): Promise<{ idToken: string }> {
  const answer = await fetch(`${identity}:${method}?key=any`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ ...body, returnSecureToken: true }),
  });
  assert.equal(answer.status, 200, method);
  return (await answer.json()) as { idToken: string };
}

async function call<T>(name: string, idToken: string, data: object): Promise<T> {
  const answer = await fetch(`${origin}${name}`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${idToken}` },
    body: JSON.stringify({ data }),
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, `${name}: ${text}`);
  return (JSON.parse(text) as { result: T }).result;
}

async function register(deviceId: string, deviceName: string) {
  const credentials = { email: 'owner@example.com', password: 'correct horse' };
  const { idToken } = await account('signInWithPassword', credentials);
  const device = { deviceId, deviceName, deviceType: 'ANDROID' };
  const opened = await call<Registered>('registerSession', idToken, device);
  const own = await account('signInWithCustomToken', { token: opened.customToken });
  return { ...opened, idToken: own.idToken };
}

await account('signUp', { email: 'owner@example.com', password: 'correct horse' });
const phone = await register('installation-01-of-owner', 'Phone');
const tablet = await register('installation-02-of-owner', 'Tablet');

type Listed = { sessions: { sessionId: string; deviceName: string }[] };
const listed = await call<Listed>('listSessions', phone.idToken, {});
assert.deepEqual(listed.sessions.map(({ deviceName }) => deviceName).sort(), ['Phone', 'Tablet']);

const { sessionId } = tablet.session;
const revoked = await call<object>('revokeSession', phone.idToken, { sessionId });
assert.deepEqual(revoked, { sessionId, revoked: true });
const refused = await fetch(`${origin}refreshTokens`, {
  method: 'POST',
  headers: json,
  body: JSON.stringify({ grant_type: 'refresh_token', refresh_token: tablet.tokens.refresh_token }),
});
assert.equal(refused.status, 401);
const left = await call<Listed>('listSessions', phone.idToken, {});
assert.deepEqual(
  left.sessions.map(({ deviceName }) => deviceName),
  ['Phone'],
);

const [, claims = ''] = phone.tokens.access_token.split('.');
const { iss } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string };
assert.equal(iss, `https://us-central1-${project}.cloudfunctions.net/kit-${instance}`);
assert.equal((await fetch(`${origin}jwks`)).status, 200);
console.log('The kit was played through.');
