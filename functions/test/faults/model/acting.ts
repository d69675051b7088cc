// Everything else that people and thieves do.
import assert from 'node:assert/strict';
import { answerLogin, answerLoginAlert } from '../../../src/operations/answerLogin.ts';
import { listSessions } from '../../../src/operations/listSessions.ts';
import { refreshTokens } from '../../../src/operations/refreshTokens.ts';
import { revokeOtherSessions } from '../../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../../src/operations/revokeSession.ts';
import { revokeToken } from '../../../src/operations/revokeToken.ts';
import { signOut } from '../../../src/operations/signOut.ts';
import { updateSession } from '../../../src/operations/updateSession.ts';
import type { Device, Held, World } from './world.ts';
import { observe } from './world.ts';

export interface Act {
  /** Whether who acts does so by a session of the device. */
  bySession: boolean;
  run(): Promise<unknown>;
}

/** What the device may do, by name; each keeps the ledger when it is answered. */
export function actsOf(world: World, device: Device, mine: Held): Record<string, Act> {
  const { services, random, ledgers, held } = world;
  const ledger = ledgers[device.person];
  const others = [...held].filter(([one]) => one.person === device.person && one !== device);
  const [target, theirs] = others.length > 0 ? random.of(others) : [device, mine];
  const { caller } = mine;
  const { sessionId } = theirs.caller;
  /** The open session of the device of this one, which may have been replaced. */
  const followed = (id: string) => {
    const session = ledger.find(id);
    return session?.ended === 'replaced'
      ? (ledger.live().find((one) => one.installation === session.installation) ?? session)
      : session;
  };
  const over = (one: Held) => void world.over.push(one);
  /** What has run out is not signed out any more: it waits for its answer. */
  const hasRunOut = async () =>
    (await observe(world, device.person)).get(caller.sessionId)?.ranOut ?? false;
  // The owner knows the own devices; a thief would say anything.
  const isHonest = device.isThiefs || !target.isThiefs;

  const bySession: Record<string, () => Promise<unknown>> = {
    list: () => listSessions(services, caller),
    update: () => updateSession(services, caller, { appVersion: `${random.below(9)}` }),
    revoke: async () => {
      await revokeSession(services, caller, { sessionId });
      const closed = followed(sessionId);
      over(theirs);
      // Never the caller's own: the device in hand is closed by a sign-out.
      if (!closed || closed.id === caller.sessionId) return;
      ledger.ended(closed.id, 'user');
      ledger.closed(closed.installation);
    },
    'revoke others': async () => {
      await revokeOtherSessions(services, caller);
      const own = ledger.find(caller.sessionId)?.installation;
      for (const one of ledger.all()) {
        if (one.installation === own) continue;
        ledger.ended(one.id, 'others');
        ledger.closed(one.installation);
      }
    },
    'say no': async () => {
      if (!device.isThiefs && !target.isThiefs) return;
      const { session } = await answerLogin(services, caller, { sessionId, wasMe: false });
      ledger.ended(session.sessionId, 'denied');
      const denied = ledger.find(session.sessionId);
      if (denied) ledger.closed(denied.installation);
    },
    'say yes': async () => {
      if (!isHonest) return;
      const { session } = await answerLogin(services, caller, { sessionId, wasMe: true });
      if (session.confirmed) ledger.confirmed(session.sessionId);
    },
    'sign out': async () => {
      const ranOut = await hasRunOut();
      await signOut(services, caller, {});
      if (!ranOut) ledger.ended(caller.sessionId, 'sign_out');
      over(mine);
    },
    'forget and sign out': async () => {
      const ranOut = await hasRunOut();
      await signOut(services, caller, { forget: true });
      const session = ledger.find(caller.sessionId);
      if (!ranOut) ledger.ended(caller.sessionId, 'sign_out');
      over(mine);
      if (session && session.ended !== 'replaced') ledger.closed(session.installation);
    },
  };

  const byToken: Record<string, () => Promise<unknown>> = {
    refresh: () => refresh(world, device, mine),
    'refresh often': async () => {
      for (let count = 0; count < 3; count += 1) {
        await refresh(world, device, mine, 1);
        services.pass({ seconds: random.of([1, 30]) });
      }
    },
    // A thief may have a copy.
    'refresh with a copy': () =>
      refresh(world, device.isThiefs ? target : device, device.isThiefs ? theirs : mine),
    'give back': async () => {
      const token = random.of(mine.refreshTokens);
      await revokeToken(services, token);
      ledger.ended(caller.sessionId, 'sign_out');
      over(mine);
    },
    'give back the access token': async () => {
      const before = await observe(world, device.person);
      await revokeToken(services, mine.tokens.access_token);
      assert.deepEqual(await observe(world, device.person), before);
    },
    'answer an alert': () => answerAlert(world, device),
  };
  return {
    ...mapped(bySession, (run): Act => ({ bySession: true, run })),
    ...mapped(byToken, (run): Act => ({ bySession: false, run })),
  };
}

async function refresh(world: World, device: Device, held: Held, latest = 3): Promise<void> {
  const { services, random, ledgers } = world;
  const ledger = ledgers[device.person];
  const token = random.of(held.refreshTokens.slice(-latest));
  const session = ledger.find(held.caller.sessionId);
  const now = services.now().getTime();
  const { stolen, possessed } = ledger.judge(token, now);
  try {
    const { refresh_token: next } = await refreshTokens(services, token);
    assert.ok(!stolen && possessed, `${device.name}: a used-up refresh token was taken`);
    if (session) ledger.rotated(session, token, next, now);
    if (!held.refreshTokens.includes(next)) held.refreshTokens.push(next);
  } catch (error) {
    const { reason } = error as { reason?: string };
    const isEndedByAccount = (await observe(world, device.person)).get(held.caller.sessionId);
    if (stolen && reason === 'token_invalid' && isEndedByAccount?.endedBy === 'token_reuse') {
      ledger.ended(stolen.id, 'token_reuse');
    }
    throw error;
  }
}

/** The latest alert that its push token was sent. */
async function answerAlert(world: World, device: Device): Promise<void> {
  const { services, random, ledgers } = world;
  const ledger = ledgers[device.person];
  const alert = services.sent.findLast(
    ({ kind, message, sessionId }) =>
      kind === 'login_alert' &&
      message.token === `push-${device.name}` &&
      ledger.find(sessionId) !== undefined,
  );
  const { answerToken, sessionId } = alert?.message.data ?? {};
  if (!answerToken || !sessionId) return;
  const about = ledger.find(sessionId);
  const isThief = about?.device.startsWith('thiefs') ?? false;
  const wasMe = device.isThiefs ? random.oneIn(2) : !isThief;
  const before = await observe(world, device.person);
  const answer = await answerLoginAlert(services, { token: answerToken, wasMe });
  const after = await observe(world, device.person);
  for (const [id, { endedBy, confirmed }] of after) {
    const was = before.get(id);
    if (endedBy === 'denied' && was?.endedBy === null) {
      assert.equal(wasMe, false);
      ledger.ended(id, 'denied');
    }
    // The answer about one that has run out is all that it waited for.
    if (wasMe && was?.ranOut && was.endedBy === null && endedBy === 'expired') ledger.confirmed(id);
    if (confirmed && was && !was.confirmed) {
      assert.ok(wasMe && answer.wasMe, 'an alert confirmed without a yes');
      ledger.confirmed(id);
    }
  }
}

function mapped<From, To>(all: Record<string, From>, to: (from: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, to(one)]));
}
