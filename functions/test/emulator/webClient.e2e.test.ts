// The client that apps use (clients/web) on the running stack, with the real Firebase SDK.
import { deepEqual, equal, notEqual, ok, rejects } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import {
  connectAuthEmulator,
  inMemoryPersistence,
  initializeAuth,
  signInWithEmailAndPassword,
} from 'firebase/auth';
import { connectFunctionsEmulator, getFunctions } from 'firebase/functions';
import {
  makeSessionsClient,
  memoryStorage,
  type Ended,
} from '../../../clients/web/src/core/index.ts';
import { firebaseTransports } from '../../../clients/web/src/firebaseTransports.ts';
import { findStack } from '../client/stack.ts';
import { createUser, type TestUser } from '../client/users.ts';

describe('the web client', () => {
  const apps: FirebaseApp[] = [];
  let user: TestUser;
  beforeEach(async () => {
    user = await createUser();
  });
  afterEach(() => Promise.all(apps.splice(0).map((app) => deleteApp(app))));

  /** An installation of an app. `lose` says of each call whether its answer gets lost. */
  function install(deviceName: string, lose: (name: string) => boolean = () => false) {
    const { project, region, auth: authHost, functions: host } = findStack();
    const app = initializeApp({ apiKey: 'emulator', projectId: project }, randomUUID());
    apps.push(app);
    const auth = initializeAuth(app, { persistence: inMemoryPersistence });
    connectAuthEmulator(auth, `http://${authHost}`, { disableWarnings: true });
    const [hostname = '', port] = host.split(':');
    connectFunctionsEmulator(getFunctions(app, region), hostname, Number(port));
    const endpoints = `http://${host}/${project}/${region}`;
    const transports = firebaseTransports(app, { region, endpoints });
    const storage = memoryStorage();
    const client = makeSessionsClient({
      transports: {
        ...transports,
        async call(name, data) {
          const answer = await transports.call(name, data);
          if (lose(name)) throw new Error('the answer got lost');
          return answer;
        },
      },
      describe: () => ({ deviceName, deviceType: 'WEB', platform: 'Linux', locale: 'en' }),
      storage,
    });
    const ended: Ended[] = [];
    client.onEnded((end) => ended.push(end));
    // Firebase tells sign-ins apart by the second: one of the same second as an ended one is spent with it.
    const signIn = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await signInWithEmailAndPassword(auth, user.email, user.password);
    };
    return { client, auth, storage, ended, signIn };
  }

  async function started(deviceName: string) {
    const installed = install(deviceName);
    await installed.signIn();
    const { session } = await installed.client.start();
    return { ...installed, session };
  }

  it('opens one session though the answer got lost', async () => {
    let tries = 0;
    const { client, signIn } = install(
      'Laptop',
      (name) => name === 'registerSession' && ++tries < 3,
    );
    await signIn();
    await client.start();
    equal(tries, 3);
    equal((await client.list()).length, 1);
  });

  it('says at the next start that the session lives, and tells what has changed', async () => {
    const { client, session } = await started('Laptop');
    const again = await client.start({ appVersion: '2.0.0' });
    equal(again.session.sessionId, session.sessionId);
    equal(again.session.appVersion, '2.0.0');
  });

  it('is known again after signing out, and not after forgetting the device', async () => {
    await started('Phone');
    const { client, signIn, session } = await started('Laptop');
    equal(session.confirmed, false);
    await client.signOut();
    await signIn();
    const before = await client.start();
    await client.signOut({ forget: true });
    await signIn();
    const after = await client.start();
    notEqual(before.session.sessionId, after.session.sessionId);
    equal(after.session.confirmed, false);
  });

  it('ends by a "No" of a confirmed device, and hears why', async () => {
    const phone = await started('Phone');
    const stranger = await started('Laptop');
    await rejects(stranger.client.revoke(phone.session.sessionId), {
      name: 'Refusal',
      reason: 'session_unconfirmed',
    });
    const { unconfirmed } = await phone.client.update();
    deepEqual(
      unconfirmed.map(({ deviceName }) => deviceName),
      ['Laptop'],
    );
    await phone.client.answer(stranger.session.sessionId, false);
    const { sessionId } = stranger.session;
    equal(await stranger.client.handlePush({ action: 'force_logout', sessionId }), 'ended');
    deepEqual(stranger.ended, [
      { sessionId, reason: 'session_revoked', revokedReason: 'denied', wipe: true },
    ]);
    equal(stranger.auth.currentUser, null);
  });

  it('keeps its own access token new, and ends when the refresh is refused', async () => {
    const phone = await started('Phone');
    const laptop = await started('Laptop');
    await phone.client.answer(laptop.session.sessionId, true);
    const token = await laptop.client.accessToken();
    notEqual(await laptop.client.accessToken(token), token);
    equal(await phone.client.revokeOthers(), 1);
    await rejects(laptop.client.accessToken(await laptop.client.accessToken()), {
      reason: 'session_revoked',
    });
    equal(laptop.ended[0]?.revokedReason, 'others');
  });

  it('renames a device and reads what happened to the account', async () => {
    const { client, session } = await started('Phone');
    equal((await client.rename(session.sessionId, 'My phone')).deviceName, 'My phone');
    const { events } = await client.securityEvents();
    ok(events.some(({ type }) => type === 'session-established'));
  });
});
