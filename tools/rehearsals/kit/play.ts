// Plays register, list and revoke against the kit in the emulators, with the client that apps use
// (arguments: the host of the functions, the host of Auth, the project, the instance). Ends with an error
// where something is not as it should be.
import assert from 'node:assert/strict';
import { initializeApp } from 'firebase/app';
import {
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  inMemoryPersistence,
  initializeAuth,
  signInWithEmailAndPassword,
} from 'firebase/auth';
import { connectFunctionsEmulator, getFunctions } from 'firebase/functions';
import { findFunctionUrls, makeSessionsClient } from '../../../clients/js/src/core/index.ts';
import { firebaseTransports } from '../../../clients/js/src/firebaseTransports.ts';

const [functions = '', authHost = '', project = '', instance = ''] = process.argv.slice(2);
const endpoints = `http://${functions}/${project}/us-central1`;
const issuer = `${endpoints}/kit-${instance}`;
// The functions load at their first call, which takes as long as it takes.
const after = () => () => {};
const [email, password] = ['owner@example.com', 'correct horse'];

function install(deviceName: string) {
  const app = initializeApp({ apiKey: 'any', projectId: project }, deviceName);
  const auth = initializeAuth(app, { persistence: inMemoryPersistence });
  connectAuthEmulator(auth, `http://${authHost}`, { disableWarnings: true });
  const [host = '', port] = functions.split(':');
  connectFunctionsEmulator(getFunctions(app), host, Number(port));
  const client = makeSessionsClient({
    transports: firebaseTransports(app, { issuer, after }),
    describe: () => ({ deviceName, deviceType: 'ANDROID' }),
    after,
  });
  return { auth, client };
}

const phone = install('Phone');
await createUserWithEmailAndPassword(phone.auth, email, password);
await phone.client.start();
const tablet = install('Tablet');
await signInWithEmailAndPassword(tablet.auth, email, password);
const { session } = await tablet.client.start();

const names = async () => (await phone.client.list()).map(({ deviceName }) => deviceName);
assert.deepEqual(await names(), ['Phone', 'Tablet']);
const accessToken = await tablet.client.accessToken();
await phone.client.revoke(session.sessionId);
await assert.rejects(tablet.client.accessToken(accessToken), { reason: 'session_revoked' });
assert.deepEqual(await names(), ['Phone']);

const [, claims = ''] = accessToken.split('.');
const { iss } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string };
const origin = `https://us-central1-${project}.cloudfunctions.net`;
assert.equal(iss, `${origin}/kit-${instance}`);

// In the cloud an app names that issuer, and nothing else; there the metadata names the cloud.
const urlOf = findFunctionUrls(iss, async (url) => {
  const answer = await fetch(url.replace(origin, endpoints));
  return new Response((await answer.text()).replaceAll(endpoints, origin));
});
for (const name of ['registerSession', 'refreshTokens', 'answerLoginAlert'] as const) {
  assert.equal(await urlOf(name), `${iss}-${name}`);
}
assert.equal((await fetch(`${issuer}-jwks`)).status, 200);
console.log('The kit was played through.');
