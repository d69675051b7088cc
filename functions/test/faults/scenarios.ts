// Every operation in a situation of its own, with what its app would show and know.
import { accountIdOf } from '../../src/domain/account/accountId.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { answerLogin, answerLoginAlert } from '../../src/operations/answerLogin.ts';
import { confirmLogout } from '../../src/operations/confirmLogout.ts';
import { deliverPush } from '../../src/operations/deliverOutbox.ts';
import { endSessions } from '../../src/operations/endSessions.ts';
import { endUserSessions } from '../../src/operations/endUserSessions.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { registerSession } from '../../src/operations/registerSession.ts';
import { renameSession } from '../../src/operations/renameSession.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { revokeToken } from '../../src/operations/revokeToken.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { sweep } from '../../src/operations/sweep.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import type { Services } from '../../src/services.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { describeDevice, register, signInNow } from '../doubles/device.ts';
import { limitedTo } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

export interface Situation {
  world: TestServices;
  run: (services: Services) => Promise<unknown>;
  /** What the call is refused with, where that is what should happen. */
  reason?: string;
  /** What it is answered with once it is done, where that is something else. */
  again?: string;
  /** Without Firebase's word the session goes on. */
  failsOpen?: boolean;
  /** Nobody sees the answer; what it has not done, somebody else will. */
  isBackground?: boolean;
}

export interface Scenario {
  name: string;
  prepare(): Promise<Situation>;
}

const alice = { userId: 'alice', tenantId: null };

/** The owner on two devices, both confirmed, and a stranger's new one; everybody told, unless `untold`. */
async function household({ untold = false, limits = {} } = {}) {
  const world = testServices(limits);
  world.loginMails = { create: async (mail) => void world.mails.push(mail) };
  const phone = await register(world, 'the-owners-phone');
  world.pass({ hours: 1 });
  const tablet = await register(world, 'the-owners-tablet');
  await deliverForUser(world, alice);
  await answerLogin(world, phone.caller, { sessionId: tablet.caller.sessionId, wasMe: true });
  world.pass({ hours: 1 });
  const stranger = await register(world, 'a-strangers-phone');
  if (!untold) await deliverForUser(world, alice);
  world.pass({ seconds: 30 });
  return { world, phone, tablet, stranger };
}

function registration(world: TestServices, deviceId: string, more: object = {}) {
  const signIn = { ...signInNow(world), ip: '77.88.55.242', officialApp: null };
  const input = { ...describeDevice(deviceId), attempt: 'attempt-0123456789', ...more };
  return (services: Services) => registerSession(services, signIn, input);
}

async function used(world: TestServices, { tokens }: RegisteredDevice) {
  const next = await refreshTokens(world, tokens.refresh_token);
  world.pass({ seconds: 60 });
  await refreshTokens(world, next.refresh_token);
  world.pass({ seconds: 60 });
  return tokens.refresh_token;
}

export const scenarios: Scenario[] = [
  {
    name: 'registerSession, first',
    async prepare() {
      const world = testServices();
      return { world, run: registration(world, 'the-owners-phone') };
    },
  },
  {
    name: 'registerSession, new device',
    async prepare() {
      const { world } = await household();
      return { world, run: registration(world, 'another-phone') };
    },
  },
  {
    name: 'registerSession, known device',
    async prepare() {
      const { world, phone } = await household();
      const { deviceToken } = phone;
      return { world, run: registration(world, 'the-owners-phone', { deviceToken }) };
    },
  },
  {
    name: 'registerSession, continued',
    async prepare() {
      const { world, phone } = await household();
      const signIn = signInNow(world);
      const input = {
        ...describeDevice('the-owners-phone'),
        refreshToken: phone.tokens.refresh_token,
        attempt: 'attempt-0123456789',
      };
      const run = (services: Services) =>
        registerSession(services, { ...signIn, ip: null, officialApp: null }, input);
      return { world, run };
    },
  },
  {
    name: 'registerSession, at the limit',
    async prepare() {
      const { world } = await household({ limits: limitedTo('3') });
      return { world, run: registration(world, 'another-phone') };
    },
  },
  {
    name: 'registerSession, after a change of the account',
    async prepare() {
      const { world } = await household();
      world.pass({ seconds: 30 });
      const account = world.account as Exclude<TestServices['account'], Error | null>;
      world.account = { ...account, tokensValidAfter: world.now() };
      world.pass({ seconds: 30 });
      return { world, run: registration(world, 'another-phone') };
    },
  },
  {
    name: 'listSessions',
    async prepare() {
      const { world, phone } = await household();
      return { world, run: (s) => listSessions(s, phone.caller, { includeEnded: true }) };
    },
  },
  {
    name: 'updateSession',
    async prepare() {
      const { world, phone } = await household();
      const pushToken = { kind: 'token' as const, value: 'push-new' };
      return { world, run: (s) => updateSession(s, phone.caller, { pushToken }) };
    },
  },
  {
    name: 'updateSession, of an account that is disabled',
    async prepare() {
      const { world, phone } = await household();
      disable(world);
      return {
        world,
        run: (s) => updateSession(s, phone.caller, {}),
        reason: 'session_revoked',
        failsOpen: true,
      };
    },
  },
  {
    name: 'revokeSession',
    async prepare() {
      const { world, phone, tablet } = await household();
      const { sessionId } = tablet.caller;
      return { world, run: (s) => revokeSession(s, phone.caller, { sessionId }) };
    },
  },
  {
    name: 'revokeSession, of what has been replaced',
    async prepare() {
      const { world, phone, tablet } = await household();
      await register(world, 'the-owners-tablet', signInNow(world), tablet);
      await deliverForUser(world, alice);
      const { sessionId } = tablet.caller;
      return { world, run: (s) => revokeSession(s, phone.caller, { sessionId }) };
    },
  },
  {
    name: 'revokeOtherSessions',
    async prepare() {
      const { world, phone } = await household();
      const again = '{"revokedCount":0}';
      return { world, run: (s) => revokeOtherSessions(s, phone.caller), again };
    },
  },
  {
    name: 'endUserSessions',
    async prepare() {
      const { world } = await household();
      const again = '{"revokedCount":0}';
      return { world, run: (s) => endUserSessions(s, alice), again };
    },
  },
  {
    name: 'endSessions',
    async prepare() {
      const { world } = await household();
      const incident = { signedInBefore: world.now(), deviceType: 'ANDROID' as const };
      const run = async (s: Services) => {
        const { revokedCount } = await endSessions(s, incident);
        return { revokedCount };
      };
      return { world, run, again: '{"revokedCount":0}' };
    },
  },
  {
    name: 'signOut',
    async prepare() {
      const { world, phone } = await household();
      return { world, run: (s) => signOut(s, phone.caller, { forget: true }) };
    },
  },
  {
    name: 'renameSession',
    async prepare() {
      const { world, phone, tablet } = await household();
      const { sessionId } = tablet.caller;
      return {
        world,
        run: (s) => renameSession(s, phone.caller, { sessionId, deviceName: 'Kitchen' }),
      };
    },
  },
  ...[true, false].map((wasMe) => ({
    name: `answerLogin, ${wasMe ? 'yes' : 'no'}`,
    async prepare() {
      const { world, phone, stranger } = await household();
      const { sessionId } = stranger.caller;
      const run = (s: Services) => answerLogin(s, phone.caller, { sessionId, wasMe });
      return { world, run };
    },
  })),
  {
    name: 'answerLoginAlert, no',
    async prepare() {
      const { world } = await household();
      return { world, run: (s) => answerLoginAlert(s, { token: lastAnswer(world), wasMe: false }) };
    },
  },
  {
    name: 'answerLoginAlert, no, after a change of the account',
    async prepare() {
      const { world } = await household();
      const account = world.account as Exclude<TestServices['account'], Error | null>;
      world.account = { ...account, tokensValidAfter: world.now() };
      world.pass({ seconds: 30 });
      await register(world, 'another-phone');
      await deliverForUser(world, alice);
      const run = (s: Services) => answerLoginAlert(s, { token: lastAnswer(world), wasMe: false });
      return { world, run, again: '{"wasMe":false,"revoked":true}' };
    },
  },
  {
    name: 'refreshTokens',
    async prepare() {
      const { world, phone } = await household();
      return { world, run: (s) => refreshTokens(s, phone.tokens.refresh_token) };
    },
  },
  {
    name: 'refreshTokens, of an account that is disabled',
    async prepare() {
      const { world, phone } = await household();
      disable(world);
      return {
        world,
        run: (s) => refreshTokens(s, phone.tokens.refresh_token),
        reason: 'session_revoked',
        failsOpen: true,
      };
    },
  },
  {
    name: 'refreshTokens, with a stolen token',
    async prepare() {
      const { world, phone } = await household();
      const stolen = await used(world, phone);
      return {
        world,
        run: (s) => refreshTokens(s, stolen),
        reason: 'token_invalid',
        again: 'session_revoked',
      };
    },
  },
  {
    name: 'revokeToken',
    async prepare() {
      const { world, phone } = await household();
      return { world, run: (s) => revokeToken(s, phone.tokens.refresh_token) };
    },
  },
  {
    name: 'confirmLogout',
    async prepare() {
      const { world, phone, tablet } = await household();
      await revokeSession(world, phone.caller, { sessionId: tablet.caller.sessionId });
      const token = world.sent.at(-1)?.message.data?.receiptToken ?? '';
      return { world, run: (s) => confirmLogout(s, token) };
    },
  },
  {
    name: 'deliverForUser',
    async prepare() {
      const { world } = await household({ untold: true });
      return { world, run: (s) => deliverForUser(s, alice), isBackground: true };
    },
  },
  ...['deliverPush', 'sweep'].map((name) => ({
    name,
    async prepare() {
      const { world, phone, tablet } = await household({ untold: true });
      const { sessionId } = tablet.caller;
      world.outcome = { kind: 'retry', afterSeconds: 10 };
      await revokeSession(world, phone.caller, { sessionId });
      world.outcome = { kind: 'sent' };
      world.pass({ seconds: 120 });
      const run = (s: Services): Promise<unknown> =>
        name === 'sweep' ? sweep(s) : deliverPush(s, { accountId: accountIdOf(alice) });
      return { world, run, isBackground: true };
    },
  })),
];

function disable(world: TestServices): void {
  const account = world.account as Exclude<TestServices['account'], Error | null>;
  world.account = { ...account, disabled: true };
}

function lastAnswer({ sent }: TestServices): string {
  return sent.findLast(({ kind }) => kind === 'login_alert')?.message.data?.answerToken ?? '';
}
