// What a call costs, as the embedded Firestore counts it. The official emulator does not count.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { makeLiveSessionCheck } from '../../src/operations/requireLiveSession.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import { carrying, register, signInNow } from '../doubles/device.ts';
import { servicesOver } from '../doubles/services.ts';
import { until } from '../client/until.ts';
import { isEmbedded, openFirestore } from './support/firestore.ts';

interface Cost {
  roundTrips: number;
  reads: number;
  writes: number;
}

const statistics = `http://${process.env.FIRESTORE_EMULATOR_HOST}/embedded/v1/stats`;

interface Counts {
  reads: number;
  writes: number;
  deletes: number;
  rpcs: Record<string, number>;
}

const counted = async () => (await (await fetch(statistics)).json()) as Counts;

/** Functions that earlier tests have set off may still be at work: counting starts when they rest. */
async function untilQuiet(): Promise<void> {
  let before = '';
  await until('a quiet Firestore', async () => {
    const now = JSON.stringify(await counted());
    const isQuiet = now === before;
    before = now;
    return isQuiet;
  });
}

async function costOf(call: () => Promise<unknown>): Promise<Cost> {
  await untilQuiet();
  await fetch(statistics, { method: 'DELETE' });
  await call();
  const { reads, writes, deletes, rpcs } = await counted();
  const roundTrips = Object.values(rpcs).reduce((sum, count) => sum + count, 0);
  return { roundTrips, reads, writes: writes + deletes };
}

(isEmbedded ? describe : describe.skip)('what a call costs', () => {
  const firestore = openFirestore();
  after(() => firestore.terminate());

  /** A user with a long history on many devices, and this many live sessions of others. */
  async function scene(others: number) {
    const services = servicesOver(firestoreSessions(firestore));
    const userId = `user-${randomUUID()}`;
    const signIn = () => signInNow(services, userId);
    for (let count = 0; count < 9; count += 1) {
      const past = await register(services, `old-device-${count % 3}`, signIn());
      services.pass({ seconds: 30 });
      await signOut(services, past.caller);
      services.pass({ seconds: 1 });
    }
    const phone = await register(services, 'iphone-1', signIn());
    const devices = [];
    for (let count = 0; count < others; count += 1) {
      services.pass({ seconds: 1 });
      devices.push(await register(services, `device-${count}-x`, signIn()));
    }
    return { services, signIn, phone, devices };
  }

  it('listSessions: one round trip, a read for each live session', async () => {
    const { services, phone } = await scene(5);
    const cost = await costOf(() => listSessions(services, phone.caller));
    assert.deepEqual(cost, { roundTrips: 1, reads: 6, writes: 0 });
  });

  it('revokeSession: two round trips, both documents of two sessions', async () => {
    const { services, phone, devices } = await scene(3);
    const cost = await costOf(() => revokeSession(services, phone.caller, devices[1]!.session));
    assert.deepEqual(cost, { roundTrips: 2, reads: 4, writes: 2 });
  });

  it('revokeOtherSessions: three round trips, however many there are', async () => {
    const { services, phone } = await scene(6);
    const cost = await costOf(() => revokeOtherSessions(services, phone.caller));
    assert.deepEqual(cost, { roundTrips: 3, reads: 14, writes: 12 });
  });

  it('registerSession: three round trips, whatever the history', async () => {
    const { services, signIn } = await scene(4);
    const cost = await costOf(() => register(services, 'new-device', signIn()));
    assert.deepEqual(cost, { roundTrips: 3, reads: 10, writes: 2 });
  });

  it('registerSession: no more for a known device, a replaced one and at the limit', async () => {
    const { services, signIn } = await scene(19);
    services.pass({ seconds: 1 });
    const known = await costOf(() => register(services, 'old-device-1', signIn()));
    assert.ok(known.roundTrips <= 3 && known.reads <= 2 * 20 + 1, JSON.stringify(known));
    services.pass({ seconds: 1 });
    const phone = await register(services, 'iphone-1', signIn());
    const again = await costOf(() =>
      register(services, 'iphone-1', carrying(phone.signIn, phone.caller)),
    );
    assert.ok(again.roundTrips <= 3 && again.reads <= 2 * 20 + 1, JSON.stringify(again));
  });

  it('registerSession of a first device: two round trips and nothing to read', async () => {
    const services = servicesOver(firestoreSessions(firestore));
    const signIn = signInNow(services, `user-${randomUUID()}`);
    const cost = await costOf(() => register(services, 'iphone-1', signIn));
    // An empty query is billed as one read.
    assert.deepEqual(cost, { roundTrips: 2, reads: cost.reads, writes: 2 });
    assert.ok(cost.reads <= 1);
  });

  it('signOut: two round trips', async () => {
    const { services, phone } = await scene(3);
    const cost = await costOf(() => signOut(services, phone.caller));
    assert.deepEqual(cost, { roundTrips: 2, reads: 2, writes: 2 });
  });

  it('updateSession: two round trips, and no write when nothing is new', async () => {
    const { services, phone } = await scene(3);
    const idle = await costOf(() => updateSession(services, phone.caller, { appVersion: '1.0' }));
    assert.equal(idle.writes, 0);
    assert.ok(idle.roundTrips <= 2, JSON.stringify(idle));
    const changed = await costOf(() => updateSession(services, phone.caller, { appVersion: '2' }));
    assert.deepEqual(changed, { roundTrips: 2, reads: 2, writes: 1 });
    services.pass({ seconds: 300 });
    const active = await costOf(() => updateSession(services, phone.caller, {}));
    assert.deepEqual(active, { roundTrips: 2, reads: 2, writes: 2 });
  });

  it('refreshTokens: one read and one commit, none for a forged token, no write in the grace', async () => {
    const { services, phone } = await scene(3);
    const { refresh_token: token } = phone.tokens;
    const rotated = await costOf(() => refreshTokens(services, token));
    assert.deepEqual(rotated, { roundTrips: 2, reads: 2, writes: 1 });
    const repeated = await costOf(() => refreshTokens(services, token));
    assert.equal(repeated.writes, 0);
    const forged = await costOf(() => refreshTokens(services, `${token}x`).catch(() => {}));
    assert.deepEqual(forged, { roundTrips: 0, reads: 0, writes: 0 });
  });

  it('the guard: one round trip, one read', async () => {
    const { services, phone } = await scene(3);
    const { requireLiveSession } = makeLiveSessionCheck(services, 0, new Map());
    const cost = await costOf(() => requireLiveSession(phone.caller));
    assert.deepEqual(cost, { roundTrips: 1, reads: 1, writes: 0 });
  });
});
