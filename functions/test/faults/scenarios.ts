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
import { describeDevice, register, signInNow } from '../doubles/device.ts';
import { limitedTo } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

export interface Situation {
  world: TestServices;
  run: (services: Services) => Promise<unknown>;
  /** What it is answered with once it is done, where that is something else. */
  again?: string;
  /** Without Firebase's word the session goes on. */
  failsOpen?: boolean;
  /** Nobody sees the answer; what it has not done, somebody else will. */
  isBackground?: boolean;
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

type Home = Awaited<ReturnType<typeof household>>;
type Call = Omit<Situation, 'world'>;

/** A call that is made in such a household. */
function atHome(
  prepare: (home: Home) => Call | Promise<Call>,
  how: Parameters<typeof household>[0] = {},
): () => Promise<Situation> {
  return async () => {
    const home = await household(how);
    return { world: home.world, ...(await prepare(home)) };
  };
}

function registration(world: TestServices, deviceId: string, more: object = {}) {
  const signIn = { ...signInNow(world), ip: '77.88.55.242', officialApp: null };
  const input = { ...describeDevice(deviceId), attempt: 'attempt-0123456789', ...more };
  return (services: Services) => registerSession(services, signIn, input);
}

async function used({ world, phone: { tokens } }: Home): Promise<string> {
  const next = await refreshTokens(world, tokens.refresh_token);
  world.pass({ seconds: 60 });
  await refreshTokens(world, next.refresh_token);
  world.pass({ seconds: 60 });
  return tokens.refresh_token;
}

/** By name, as often as one likes. */
export const scenarios: Record<string, () => Promise<Situation>> = {
  'registerSession, first': async () => {
    const world = testServices();
    return { world, run: registration(world, 'the-owners-phone') };
  },
  'registerSession, new device': atHome(({ world }) => ({
    run: registration(world, 'another-phone'),
  })),
  'registerSession, known device': atHome(({ world, phone: { deviceToken } }) => ({
    run: registration(world, 'the-owners-phone', { deviceToken }),
  })),
  'registerSession, continued': atHome(({ world, phone: { tokens } }) => ({
    run: registration(world, 'the-owners-phone', { refreshToken: tokens.refresh_token }),
  })),
  'registerSession, at the limit': atHome(
    ({ world }) => ({ run: registration(world, 'another-phone') }),
    { limits: limitedTo('3') },
  ),
  'registerSession, after a change of the account': atHome(({ world }) => {
    world.pass({ seconds: 30 });
    changeAccount(world, { tokensValidAfter: world.now() });
    world.pass({ seconds: 30 });
    return { run: registration(world, 'another-phone') };
  }),
  listSessions: atHome(({ phone }) => ({
    run: (s) => listSessions(s, phone.caller, { includeEnded: true }),
  })),
  updateSession: atHome(({ phone }) => {
    const pushToken = { kind: 'token' as const, value: 'push-new' };
    return { run: (s) => updateSession(s, phone.caller, { pushToken }) };
  }),
  'updateSession, of an account that is disabled': atHome(({ world, phone }) => {
    changeAccount(world, { disabled: true });
    return { run: (s) => updateSession(s, phone.caller, {}), failsOpen: true };
  }),
  revokeSession: atHome(({ phone, tablet }) => ({
    run: (s) => revokeSession(s, phone.caller, tablet.caller),
  })),
  'revokeSession, of what has been replaced': atHome(async ({ world, phone, tablet }) => {
    await register(world, 'the-owners-tablet', signInNow(world), tablet);
    await deliverForUser(world, alice);
    return { run: (s) => revokeSession(s, phone.caller, tablet.caller) };
  }),
  revokeOtherSessions: atHome(({ phone }) => ({
    run: (s) => revokeOtherSessions(s, phone.caller),
    again: '{"revokedCount":0}',
  })),
  endUserSessions: atHome(() => ({
    run: (s) => endUserSessions(s, alice),
    again: '{"revokedCount":0}',
  })),
  endSessions: atHome(({ world }) => {
    const incident = { signedInBefore: world.now(), deviceType: 'ANDROID' as const };
    const run = async (s: Services) => {
      const { revokedCount } = await endSessions(s, incident);
      return { revokedCount };
    };
    return { run, again: '{"revokedCount":0}' };
  }),
  signOut: atHome(({ phone }) => ({ run: (s) => signOut(s, phone.caller, { forget: true }) })),
  renameSession: atHome(({ phone, tablet: { caller } }) => ({
    run: (s) => renameSession(s, phone.caller, { ...caller, deviceName: 'Kitchen' }),
  })),
  'answerLogin, yes': atHome(({ phone, stranger: { caller } }) => ({
    run: (s) => answerLogin(s, phone.caller, { ...caller, wasMe: true }),
  })),
  'answerLogin, no': atHome(({ phone, stranger: { caller } }) => ({
    run: (s) => answerLogin(s, phone.caller, { ...caller, wasMe: false }),
  })),
  'answerLoginAlert, no': atHome(({ world }) => ({
    run: (s) => answerLoginAlert(s, { token: lastAnswer(world), wasMe: false }),
  })),
  'answerLoginAlert, no, after a change of the account': atHome(async ({ world }) => {
    changeAccount(world, { tokensValidAfter: world.now() });
    world.pass({ seconds: 30 });
    await register(world, 'another-phone');
    await deliverForUser(world, alice);
    return {
      run: (s) => answerLoginAlert(s, { token: lastAnswer(world), wasMe: false }),
      again: '{"wasMe":false,"revoked":true}',
    };
  }),
  refreshTokens: atHome(({ phone }) => ({
    run: (s) => refreshTokens(s, phone.tokens.refresh_token),
  })),
  'refreshTokens, of an account that is disabled': atHome(({ world, phone }) => {
    changeAccount(world, { disabled: true });
    return { run: (s) => refreshTokens(s, phone.tokens.refresh_token), failsOpen: true };
  }),
  'refreshTokens, with a stolen token': atHome(async (home) => {
    const stolen = await used(home);
    return { run: (s) => refreshTokens(s, stolen), again: 'session_revoked' };
  }),
  revokeToken: atHome(({ phone }) => ({ run: (s) => revokeToken(s, phone.tokens.refresh_token) })),
  confirmLogout: atHome(async ({ world, phone, tablet }) => {
    await revokeSession(world, phone.caller, tablet.caller);
    const token = world.sent.at(-1)?.message.data?.receiptToken ?? '';
    return { run: (s) => confirmLogout(s, token) };
  }),
  deliverForUser: atHome(() => ({ run: (s) => deliverForUser(s, alice), isBackground: true }), {
    untold: true,
  }),
  deliverPush: atHome(
    async (home) => {
      await oweLogout(home);
      const task = { accountId: accountIdOf(alice) };
      return { run: (s) => deliverPush(s, task), isBackground: true };
    },
    { untold: true },
  ),
  sweep: atHome(
    async (home) => {
      await oweLogout(home);
      return { run: sweep, isBackground: true };
    },
    { untold: true },
  ),
};

/** A logout that FCM did not take at once. */
async function oweLogout({ world, phone, tablet }: Home): Promise<void> {
  world.outcome = { kind: 'retry', afterSeconds: 10 };
  await revokeSession(world, phone.caller, tablet.caller);
  world.outcome = { kind: 'sent' };
  world.pass({ seconds: 120 });
}

function changeAccount(world: TestServices, fields: object): void {
  const account = world.account as Exclude<TestServices['account'], Error | null>;
  world.account = { ...account, ...fields };
}

function lastAnswer({ sent }: TestServices): string {
  return sent.findLast(({ kind }) => kind === 'login_alert')?.message.data?.answerToken ?? '';
}
