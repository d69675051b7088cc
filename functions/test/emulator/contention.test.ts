// A thief who calls as fast as he can keeps nobody out: whatever the owner asks is done at the first call.
// No clock decides: an owner's call is tried so many times as six seconds allow in the cloud, and
// pauses last so many answers of the database. CONTENTION_CALLERS says how many callers the thief has.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { servicesOver } from '../doubles/services.ts';
import { beginAttack } from './support/attack.ts';
import type { EngineTime } from './support/engineTime.ts';
import { startEngineTime } from './support/engineTime.ts';
import { isEmbedded, openFirestore } from './support/firestore.ts';

const callers = Number(process.env.CONTENTION_CALLERS ?? 20);
/**
 * In six seconds, at 45 ms a try and growing pauses, thirty. Here a second passes at each of the thief's calls, each of
 * which may change the account, where the product takes one change a second of a session: so twice as many.
 */
const mostTries = 60;
/** For a commit, on average, of what is not to wait. It is two or three; without pauses it was seven. */
const triesExpected = 5;
const repeats = 2;

describe(`${callers} callers of one unconfirmed session`, () => {
  const firestore = openFirestore();
  let time: EngineTime;
  before(() => (time = startEngineTime(firestore)));
  after(async () => {
    await time.stop();
    await firestore.terminate();
  });

  /** Two devices of the owner, and the thief's login. The owner's tries are counted. */
  async function begin() {
    const services = servicesOver(firestoreSessions(firestore));
    const { elapsed, pause } = time;
    const attacking = Object.assign(services, { elapsed, pause });
    const userId = `user-${randomUUID()}`;
    const phone = await register(services, 'phone-01', signInNow(services, userId));
    const tablet = await register(services, 'tablet-1', signInNow(services, userId));
    services.pass({ days: 7 });
    const thief = await register(services, 'thief-01', signInNow(services, userId));
    let tries = 0;
    const { sessions } = services;
    const owner: typeof services = {
      ...services,
      elapsed: () => (tries / mostTries) * 6000,
      sessions: {
        ...sessions,
        async commit(read, write) {
          tries += 1;
          return await sessions.commit(read, write);
        },
      },
    };
    return {
      attacking,
      owner,
      userId,
      phone,
      tablet,
      thief,
      tries: () => tries,
    };
  }

  type Scene = Awaited<ReturnType<typeof begin>>;
  const endings: Record<string, (scene: Scene) => Promise<unknown>> = {
    revokeSession: ({ owner, phone, thief }) => revokeSession(owner, phone.caller, thief.session),
    'a “no”': ({ owner, phone, thief: { session } }) =>
      answerLogin(owner, phone.caller, {
        sessionId: session.sessionId,
        wasMe: false,
      }),
    revokeOtherSessions: ({ owner, phone }) => revokeOtherSessions(owner, phone.caller),
  };

  it('hold up neither the alert about it, nor its owner’s calls, nor its end', async () => {
    const unhurried: number[] = [];
    const urgent: number[] = [];
    for (const [name, end] of Object.entries(endings)) {
      const scene = await begin();
      const { attacking, owner, userId, phone, tablet, thief } = scene;
      const { sessionId } = thief.session;
      let slowest = { call: '', ms: 0 };
      const of = async <Value>(to: number[], call: string, work: () => Promise<Value>) => {
        const [begunAt, before] = [performance.now(), scene.tries()];
        const value = await work();
        const ms = Math.round(performance.now() - begunAt);
        if (ms > slowest.ms) slowest = { call, ms };
        to.push(scene.tries() - before);
        return value;
      };

      const attack = beginAttack(attacking, thief, callers);
      try {
        await attack.begun;
        await of(urgent, 'alert', () => deliverForUser(owner, { userId, tenantId: null }));
        const alerts = owner.sent.filter(({ kind }) => kind === 'login_alert');
        assert.ok(alerts.some(({ message }) => message.data.sessionId === sessionId));
        let token = phone.tokens.refresh_token;
        for (let made = 0; made < repeats; made += 1) {
          const next = await of(unhurried, 'refresh', () => refreshTokens(owner, token));
          token = next.refresh_token;
          const signIn = signInNow(owner, userId);
          await of(urgent, 'registration', () =>
            register(owner, 'tablet-1', signIn, again(tablet)),
          );
        }
        assert.equal(attack.isRefused(), false);
        await of(urgent, name, () => end(scene));
      } finally {
        await attack.stop();
      }
      await assert.rejects(attack.refresh(), { reason: 'session_revoked' });
      console.log(
        `      until ${name}: ${slowest.ms} ms at most (${slowest.call}), ` +
          `${scene.tries()} tries, ${attack.answered()} calls of the thief`,
      );
    }
    const tries = sum(urgent);
    // The alert, and what ends a session, take two commits: one when all is told.
    const commits = urgent.length + 2 * Object.keys(endings).length;
    console.log(`      ${tries} tries for ${commits} commits; ${sum(unhurried)} for refreshes`);
    if (isEmbedded)
      assert.ok(tries <= triesExpected * commits, `${tries} tries for ${commits} commits`);
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}
