// A deleted account comes back only by an operator: a thief whose device the owner has closed still has
// the custom token of its registration, deletes the account with it, and signs in with it once more.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase/app';
import type { Auth, User } from 'firebase/auth';
import {
  connectAuthEmulator,
  deleteUser,
  EmailAuthProvider,
  inMemoryPersistence,
  initializeAuth,
  linkWithCredential,
  signInWithCustomToken,
} from 'firebase/auth';
import { findStack } from '../../../clients/js/testing/stack.ts';
import { until } from '../../../clients/js/testing/until.ts';
import { refusalIn } from '../../../clients/js/testing/wire.ts';
import type { Registered } from '../../src/operations/registerSession.ts';
import { iPhone, refusals, samsung, untilLaterSecond, useDevices } from './support/devices.ts';

describe('an account that its custom token brings back', () => {
  const { backstage, install, logInEach } = useDevices();
  let auth: Auth;

  beforeEach(() => {
    const firebase = initializeApp({ apiKey: 'emulator' }, randomUUID());
    auth = initializeAuth(firebase, { persistence: inMemoryPersistence });
    connectAuthEmulator(auth, `http://${findStack().auth}`, { disableWarnings: true });
  });
  afterEach(() => deleteApp(auth.app));

  /** The owner has just closed the thief, who deletes the account. */
  async function deleteByThief() {
    const { user, devices } = await logInEach(iPhone, samsung);
    const [phone, thief] = devices;
    const { customToken } = thief.app.answerOf('registerSession') as Registered;
    await phone.app.client.revoke(thief.session.sessionId);
    await untilLaterSecond(await thief.app.raw.idToken());
    await deleteUser((await signInWithCustomToken(auth, customToken)).user);
    return { uid: user.userId, phone, customToken };
  }

  /** Makes the account anew, with an address and a password of the thief's own. */
  async function revive(customToken: string): Promise<User> {
    const { user } = await signInWithCustomToken(auth, customToken);
    const credentials = { email: `${randomUUID()}@thief.example`, password: 'password123' };
    await linkWithCredential(
      user,
      EmailAuthProvider.credential(credentials.email, credentials.password),
    );
    const app = await install(samsung);
    return await app.signIn(credentials);
  }

  /** Registers as another installation, with a sign-in that carries no session. */
  async function register(user: User) {
    const { raw } = await install(samsung);
    const bearer = await user.getIdToken();
    return refusalIn(await raw.post('registerSession', await raw.registration(), { bearer }));
  }

  it('opens no session, before its deletion is heard of and after it', async () => {
    const { uid, phone, customToken } = await deleteByThief();
    const user = await revive(customToken);
    assert.equal(user.uid, uid);
    assert.deepEqual(await register(user), refusals.accountRevived);
    await until('the owner’s session has ended', async () => {
      return (await phone.app.raw.post('listSessions')).status === 401;
    });
    assert.deepEqual(await register(user), refusals.accountRevived);
    assert.equal(await backstage.countOpenSessions(uid), 0);
  });
});
