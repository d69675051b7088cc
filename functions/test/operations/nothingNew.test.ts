// What changes nothing writes nothing: each call that is made a second time.
import assert from 'node:assert/strict';
import {
  answerLogin,
  answerLoginAlert,
  confirmUserSession,
} from '../../src/operations/answerLogin.ts';
import { confirmLogout } from '../../src/operations/confirmLogout.ts';
import { deliverPush } from '../../src/operations/deliverOutbox.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { endUserSessions } from '../../src/operations/endUserSessions.ts';
import { eraseUser } from '../../src/operations/eraseUser.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { renameSession } from '../../src/operations/renameSession.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { revokeToken } from '../../src/operations/revokeToken.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { sweep } from '../../src/operations/sweep.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { accountIdOf } from '../../src/domain/account/accountId.ts';
import { register } from '../doubles/device.ts';
import { alice } from '../doubles/lookInside.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

/** The owner's phone, and a login that waits for an answer. */
async function household() {
  const services = testServices();
  const phone = await register(services, 'phone');
  const login = await register(services, 'tablet');
  await deliverForUser(services, alice);
  const { answerToken = '' } = services.sent.at(-1)?.message.data ?? {};
  return { services, phone, login, answerToken };
}

type Household = Awaited<ReturnType<typeof household>>;

const calls: Record<string, (household: Household) => Promise<unknown>> = {
  listSessions: ({ services, phone }) => listSessions(services, phone.caller),
  updateSession: ({ services, phone }) => updateSession(services, phone.caller, { locale: 'de' }),
  'updateSession of what is as it was': ({ services, phone }) =>
    updateSession(services, phone.caller, { pushToken: { kind: 'token', value: 'push-phone' } }),
  renameSession: ({ services, phone, login: { session } }) =>
    renameSession(services, phone.caller, { ...session, deviceName: 'Mine' }),
  revokeSession: ({ services, phone, login }) =>
    revokeSession(services, phone.caller, login.session),
  revokeOtherSessions: ({ services, phone }) => revokeOtherSessions(services, phone.caller),
  signOut: ({ services, phone }) => signOut(services, phone.caller),
  'signOut that forgets': ({ services, phone }) =>
    signOut(services, phone.caller, { forget: true }),
  'answerLogin "no"': ({ services, phone, login: { session } }) =>
    answerLogin(services, phone.caller, { ...session, wasMe: false }),
  'answerLogin "yes"': ({ services, phone, login: { session } }) =>
    answerLogin(services, phone.caller, { ...session, wasMe: true }),
  'answerLoginAlert "no"': ({ services, answerToken: token }) =>
    answerLoginAlert(services, { token, wasMe: false }),
  'answerLoginAlert "yes"': ({ services, answerToken: token }) =>
    answerLoginAlert(services, { token, wasMe: true }),
  refreshTokens: ({ services, phone }) => refreshTokens(services, phone.tokens.refresh_token),
  revokeToken: ({ services, login }) => revokeToken(services, login.tokens.refresh_token),
  confirmLogout: async ({ services, phone, login }) => {
    await revokeSession(services, phone.caller, login.session);
    const told = services.sent.find(({ kind }) => kind === 'force_logout');
    await confirmLogout(services, told?.message.data.receiptToken ?? '');
  },
  endUserSessions: ({ services }) => endUserSessions(services, alice),
  confirmUserSession: ({ services, login }) =>
    confirmUserSession(services, alice, login.session.sessionId),
  eraseUser: ({ services }) => eraseUser(services, alice),
  onSessionCreated: ({ services }) => deliverForUser(services, alice),
  deliverPush: ({ services }) => deliverPush(services, { accountId: accountIdOf(alice) }),
  sweep: ({ services }) => sweep(services),
};

const stored = ({ sessions }: TestServices) => structuredClone(sessions.content);

describe('a call that changes nothing', () => {
  for (const [name, call] of Object.entries(calls)) {
    it(`writes nothing: ${name}, made again`, async () => {
      const home = await household();
      await call(home);
      home.services.pass({ seconds: 5 });
      const before = stored(home.services);
      await call(home);
      assert.deepEqual(stored(home.services), before);
    });
  }
});
