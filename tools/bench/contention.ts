// Whether a thief who calls as fast as he can keeps the owner waiting: on the machine's own clock, on each
// engine that is here. A session's changes come once a second at most, whatever he does; the rest only reads.
import { setTimeout as sleep } from 'node:timers/promises';
import { confirmUserSession } from '../../functions/src/operations/answerLogin.ts';
import { answerLogin } from '../../functions/src/operations/answerLogin.ts';
import { deliverForUser } from '../../functions/src/operations/deliverForUser.ts';
import { refreshTokens } from '../../functions/src/operations/refreshTokens.ts';
import { revokeOtherSessions } from '../../functions/src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../functions/src/operations/revokeSession.ts';
import { again, register, signInNow } from '../../functions/test/doubles/device.ts';
import { beginAttack } from '../../functions/test/emulator/support/attack.ts';
import { openFirestore } from '../../functions/test/emulator/support/firestore.ts';
import { findOfficialEmulator } from '../stack/official.ts';
import type { Cell, Measure } from './part.ts';
import { startOfficialEngine } from './support/engine.ts';
import { servicesOn } from './support/people.ts';
import { timed } from './support/spread.ts';

/** Of the attack, before the owner ends it. */
const attackMs = 10_000;
/** Between the calls of the owner: a device may register sixty times an hour. */
const ownerPauseMs = 500;
const ends = ['revokeSession', 'a “no”', 'revokeOtherSessions'] as const;

export const measure: Measure = async ({ quick, progress }) => {
  const rows: Cell[][] = [];
  const measureOn = async (engine: string) => {
    for (const callers of quick ? [20] : [20, 200]) {
      for (const end of quick ? ends.slice(0, 1) : ends) {
        progress(`${engine}: ${callers} callers, until ${end}`);
        rows.push([engine, callers, ...(await attackUntil(end, callers, quick ? 1000 : attackMs))]);
      }
    }
  };
  await measureOn('embedded');
  const official = findOfficialEmulator();
  if ('missing' in official) progress(official.missing);
  else {
    const engine = await startOfficialEngine(official);
    process.env.FIRESTORE_EMULATOR_HOST = engine.host;
    try {
      await measureOn('Google’s');
    } finally {
      await engine.close();
    }
  }
  const calls = ['alert ms', 'refresh ms', 'registration ms', 'end ms'];
  const columns = ['engine', 'callers', 'ended by', 'calls a second', ...calls, 'refused'];
  return { name: 'contention', tables: [{ name: 'contention', columns, rows }], charts: [] };
};

/** The slowest of each kind of call that is not the thief's, each tried once. */
async function attackUntil(
  end: (typeof ends)[number],
  callers: number,
  forMs: number,
): Promise<Cell[]> {
  const firestore = openFirestore();
  const services = servicesOn(firestore);
  const real = {
    now: () => new Date(),
    elapsed: () => performance.now(),
    pause: async (mostMs: number) => await sleep(Math.random() * mostMs),
  };
  Object.assign(services, real);
  const owner = { userId: `user-${crypto.randomUUID()}`, tenantId: null };
  const signIn = () => signInNow(services, owner.userId);
  const phone = await register(services, 'phone-01', signIn());
  const tablet = await register(services, 'tablet-1', signIn());
  await confirmUserSession(services, owner, tablet.session.sessionId);
  const thief = await register(services, 'thief-01', signIn());
  const { sessionId } = thief.session;
  // Its clock is the machine's.
  const attack = beginAttack({ ...services, pass() {} }, thief, callers);
  const slowest = { alert: 0, refresh: 0, registration: 0, end: 0 };
  let refused = 0;
  const ask = async (call: keyof typeof slowest, work: () => Promise<unknown>) => {
    const tried = async () => {
      try {
        await work();
      } catch (error) {
        refused += 1;
        console.log(`  contention: ${call}: ${String(error)}`);
      }
    };
    slowest[call] = Math.max(slowest[call], await timed(tried));
  };
  try {
    await attack.begun;
    const [begunAt, answered] = [performance.now(), attack.answered()];
    await ask('alert', () => deliverForUser(services, owner));
    let token = phone.tokens.refresh_token;
    while (performance.now() - begunAt < forMs) {
      await ask('refresh', async () => {
        token = (await refreshTokens(services, token)).refresh_token;
      });
      await ask('registration', () => register(services, 'tablet-1', signIn(), again(tablet)));
      await sleep(ownerPauseMs);
    }
    const rate = (attack.answered() - answered) / ((performance.now() - begunAt) / 1000);
    if (attack.isRefused()) throw new Error('the thief’s session ended too soon');
    await ask('end', () =>
      end === 'revokeSession'
        ? revokeSession(services, phone.caller, { sessionId })
        : end === 'a “no”'
          ? answerLogin(services, phone.caller, { sessionId, wasMe: false })
          : revokeOtherSessions(services, phone.caller),
    );
    return [end, Math.round(rate), ...Object.values(slowest).map(Math.round), refused];
  } finally {
    await attack.stop();
    await firestore.terminate();
  }
}
