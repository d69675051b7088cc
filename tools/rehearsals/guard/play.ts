// Calls a team's own functions behind the guard in the emulators, as a device whose session lives and then
// does not (arguments: the host of the functions, the host of Auth, the project). Ends with an error where
// something is not as it should be.
import assert from 'node:assert/strict';
import { initializeApp } from 'firebase/app';
import {
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  inMemoryPersistence,
  initializeAuth,
  signInWithEmailAndPassword,
} from 'firebase/auth';
import { connectFunctionsEmulator, getFunctions, httpsCallable } from 'firebase/functions';
import { makeSessionsClient } from '../../../clients/js/src/core/index.ts';
import { firebaseTransports } from '../../../clients/js/src/firebaseTransports.ts';

const [functions = '', authHost = '', project = ''] = process.argv.slice(2);
const endpoints = `http://${functions}/${project}/us-central1`;
const [email, password] = ['owner@example.com', 'correct horse'];

function install(deviceName: string) {
  const app = initializeApp({ apiKey: 'any', projectId: project }, deviceName);
  const auth = initializeAuth(app, { persistence: inMemoryPersistence });
  connectAuthEmulator(auth, `http://${authHost}`, { disableWarnings: true });
  const [host = '', port] = functions.split(':');
  connectFunctionsEmulator(getFunctions(app), host, Number(port));
  const client = makeSessionsClient({
    transports: firebaseTransports(app, { endpoints }),
    describe: () => ({ deviceName, deviceType: 'ANDROID' }),
  });
  const shareAlbum = httpsCallable(getFunctions(app), 'shareAlbum');
  return { auth, client, shareAlbum, payOut: httpsCallable(getFunctions(app), 'payOut') };
}

const exportAlbums = async (accessToken: string) => {
  const headers = { Authorization: `Bearer ${accessToken}` };
  const { status, headers: answered } = await fetch(`${endpoints}/exportAlbums`, { headers });
  return { status, isRefused: answered.get('www-authenticate') !== null };
};

const phone = install('Phone');
await createUserWithEmailAndPassword(phone.auth, email, password);
// Signed in, but without a session.
await assert.rejects(phone.shareAlbum({ albumId: 'a' }), {
  details: { reason: 'session_required' },
});
await phone.client.start();
const tablet = install('Tablet');
await signInWithEmailAndPassword(tablet.auth, email, password);
const { session } = await tablet.client.start();

const { data } = await tablet.shareAlbum({ albumId: 'a' });
const sharedBy = tablet.auth.currentUser?.uid;
assert.deepEqual(data, { albumId: 'a', sharedBy, session: session.sessionId });
const accessToken = await tablet.client.accessToken();
assert.deepEqual(await exportAlbums(accessToken), { status: 200, isRefused: false });
assert.deepEqual(await exportAlbums('forged'), { status: 401, isRefused: true });

// It lives, but nobody has answered for it yet.
assert.deepEqual((await phone.payOut()).data, { paidTo: sharedBy });
await assert.rejects(
  tablet.payOut(),
  ({ code, details }: { code?: string; details?: Record<string, unknown> }) => {
    assert.equal(code, 'functions/permission-denied');
    assert.equal(details?.['reason'], 'session_unconfirmed');
    assert.deepEqual(details['confirmBy'], ['other_device', 'time']);
    return true;
  },
);
await phone.client.answer(session.sessionId, true);
assert.deepEqual((await tablet.payOut()).data, { paidTo: sharedBy });

await phone.client.revoke(session.sessionId);
await assert.rejects(
  tablet.shareAlbum({ albumId: 'a' }),
  (error: { details?: { reason?: string } }) => {
    assert.equal(error.details?.reason, 'session_revoked');
    return true;
  },
);
assert.deepEqual(await exportAlbums(accessToken), { status: 401, isRefused: true });
console.log('The guard was played through.');
