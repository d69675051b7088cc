// What a call costs, as the embedded Firestore counts it. Google's emulator does not count.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Firestore } from '@google-cloud/firestore';
import { answerLogin, answerLoginAlert } from '../../src/operations/answerLogin.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { makeLiveSessionCheck } from '../../src/operations/requireLiveSession.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { owedOf } from '../../src/domain/session/owed.ts';
import { changed } from '../../src/domain/session/plan.ts';
import type { SessionStore } from '../../src/services.ts';
import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import type { TestServices } from '../doubles/services.ts';
import { servicesOver } from '../doubles/services.ts';
import { startFirestore, type EmbeddedFirestore } from '../embeddedFirestore.ts';
import { costsOf, type Cost } from './cost.ts';

describe('what a call costs', () => {
  let engine: EmbeddedFirestore;
  let firestore: Firestore;
  let costOf: (call: () => Promise<unknown>) => Promise<Cost>;
  before(async () => {
    engine = await startFirestore();
    firestore = engine.connect();
    costOf = costsOf(firestore, engine.address);
  });
  after(async () => {
    await firestore.terminate();
    await engine.stop();
  });

  function servicesOnFirestore(): TestServices<SessionStore> {
    const options = { now: () => services.now(), newDevicesPerHour: 10 };
    const services: TestServices<SessionStore> = servicesOver(
      firestoreSessions(firestore, options),
    );
    return services;
  }

  /** As once the trigger has told everybody of the login. */
  async function settle({ sessions }: TestServices<SessionStore>, { session }: RegisteredDevice) {
    const { sessionId } = session;
    await sessions.changeRecord(sessionId, () => changed({ sessionId, secrets: owedOf([]) }));
  }

  /** A user with a long history on three other devices, and this many live sessions of others. */
  async function scene(others: number) {
    const services = servicesOnFirestore();
    const userId = `user-${randomUUID()}`;
    const signIn = () => signInNow(services, userId);
    const old: RegisteredDevice[] = [];
    for (let count = 0; count < 6; count += 1) {
      const known = old[count % 3];
      const shown = known ? again(known) : {};
      const past = await register(services, `old-device-${count % 3}`, signIn(), shown);
      old[count % 3] = past;
      services.pass({ seconds: 30 });
      await signOut(services, past.caller);
      await settle(services, past);
      services.pass({ hours: 1 });
    }
    const phone = await register(services, 'iphone-1', signIn());
    // A week later it counts as the owner's.
    services.pass({ days: 7 });
    const devices = [];
    for (let count = 0; count < others; count += 1) {
      services.pass({ hours: 1 });
      devices.push(await register(services, `device-${count}-x`, signIn()));
    }
    services.pass({ hours: 1 });
    return { services, signIn, phone, old, devices };
  }

  it('listSessions: one round trip, a read for each live session', async () => {
    const { services, phone } = await scene(5);
    const cost = await costOf(() => listSessions(services, phone.caller));
    assert.deepEqual(cost, { roundTrips: 1, reads: 6, writes: 0 });
  });

  it('listSessions with ended ones: a second query beside the first', async () => {
    const { services, phone } = await scene(2);
    const cost = await costOf(() => listSessions(services, phone.caller, { includeEnded: true }));
    assert.deepEqual(cost, { roundTrips: 1, reads: 3 + 6, writes: 0 });
  });

  it('revokeSession: three round trips, the logout owed and taken off again', async () => {
    const { services, phone, devices } = await scene(3);
    const cost = await costOf(() => revokeSession(services, phone.caller, devices[1]!.session));
    // Both documents of two sessions; the end of one, its event, and what is no longer owed.
    assert.deepEqual(cost, { roundTrips: 3, reads: 4, writes: 4 });
    assert.equal(services.sent.length, 1);
  });

  it('revokeSession of one that its device has replaced: three more', async () => {
    const { services, signIn, phone, devices } = await scene(2);
    const [device] = devices;
    const newer = await register(services, 'device-0-x', signIn(), again(device!));
    const cost = await costOf(() => revokeSession(services, phone.caller, device!.session));
    assert.equal(cost.roundTrips, 6, JSON.stringify(cost));
    assert.equal((await services.sessions.findSession(newer.session.sessionId))?.revoked, true);
  });

  it('revokeOtherSessions: four round trips, however many there are', async () => {
    for (const others of [3, 6]) {
      const { services, phone } = await scene(others);
      const cost = await costOf(() => revokeOtherSessions(services, phone.caller));
      // Both documents of each live session, and of the one device that is known from earlier.
      const reads = 2 * (1 + others + 1);
      assert.partialDeepStrictEqual(cost, { roundTrips: 4, reads });
      assert.equal(services.sent.length, others);
    }
  });

  it('answerLogin "no": four round trips', async () => {
    const { services, phone, devices } = await scene(2);
    const { sessionId } = devices[1]!.session;
    const answer = { sessionId, wasMe: false };
    const cost = await costOf(() => answerLogin(services, phone.caller, answer));
    assert.equal(cost.roundTrips, 4, JSON.stringify(cost));
  });

  it('answerLogin "yes": one more where another device is told, none to clear where nobody is', async () => {
    const { services, phone, devices } = await scene(2);
    const costs = [];
    for (const { session } of devices) {
      const answer = { sessionId: session.sessionId, wasMe: true };
      costs.push(await costOf(() => answerLogin(services, phone.caller, answer)));
    }
    // An open session may owe more by then: what is cleared is read again.
    assert.deepEqual(
      costs.map(({ roundTrips }) => roundTrips),
      [3, 5],
    );
  });

  it('answerLoginAlert: one more, to find whose alert it was', async () => {
    const { services, phone, devices } = await scene(2);
    const about = { answeringSessionId: phone.session.sessionId, userId: phone.caller.userId };
    const aboutSessionIds = [devices[1]!.session.sessionId];
    const expiresAt = new Date(services.now().getTime() + 60_000);
    const claims = { ...about, aboutSessionIds, expiresAt };
    const token = await services.tokens.issueAnswerToken(claims, services.now());
    const cost = await costOf(() => answerLoginAlert(services, { token, wasMe: false }));
    assert.equal(cost.roundTrips, 5, JSON.stringify(cost));
  });

  it('registerSession: three round trips, whatever the history', async () => {
    const { services, signIn, old } = await scene(4);
    const cost = await costOf(() => register(services, 'new-device', signIn()));
    // Both documents of each live session, what is remembered longest, the new devices of an hour, the
    // closed device that is still known, and the account.
    assert.deepEqual(cost, { roundTrips: 3, reads: 2 * 5 + 1 + 1 + 1 + 1, writes: 4 });
    const shown = again(old[1]!);
    const known = await costOf(() => register(services, 'old-device-1', signIn(), shown));
    assert.equal(known.roundTrips, 3);
    assert.ok(known.reads <= 2 * 6 + 1 + 1 + 1 + 2 + 1 + 1, JSON.stringify(known));
  });

  it('registerSession: no more for a replaced session, and at the limit', async () => {
    const { services, signIn, phone } = await scene(19);
    const limit = 2 * 20 + 1 + 1 + 2 + 10 + 1;
    const full = await costOf(() => register(services, 'one-more', signIn()));
    assert.equal(full.roundTrips, 3);
    assert.ok(full.reads <= limit, JSON.stringify(full));
    const continued = { ...again(phone), refreshToken: phone.tokens.refresh_token };
    const cost = await costOf(() => register(services, 'iphone-1', signIn(), continued));
    assert.equal(cost.roundTrips, 3);
    assert.ok(cost.reads <= limit, JSON.stringify(cost));
  });

  it('registerSession of a first device: three round trips and nothing to read', async () => {
    const services = servicesOnFirestore();
    const signIn = signInNow(services, `user-${randomUUID()}`);
    const cost = await costOf(() => register(services, 'iphone-1', signIn));
    // An empty query is billed as one read, and so is the account that is not there.
    assert.deepEqual(cost, { roundTrips: 3, reads: 5, writes: 4 });
  });

  it('signOut: two round trips', async () => {
    const { services, phone } = await scene(3);
    const cost = await costOf(() => signOut(services, phone.caller));
    assert.deepEqual(cost, { roundTrips: 2, reads: 2, writes: 3 });
  });

  it('updateSession: two round trips, and no write when nothing is new', async () => {
    const { services, phone, devices } = await scene(3);
    await updateSession(services, phone.caller, {});
    const reads = 2 + 1 + devices.length;
    const idle = await costOf(() => updateSession(services, phone.caller, { appVersion: '1.0' }));
    assert.equal(idle.writes, 0);
    assert.ok(idle.roundTrips <= 2, JSON.stringify(idle));
    const changed = await costOf(() => updateSession(services, phone.caller, { appVersion: '2' }));
    assert.deepEqual([changed.reads, changed.writes], [reads, 1]);
    assert.ok(changed.roundTrips <= 2, JSON.stringify(changed));
    services.pass({ seconds: 300 });
    const active = await costOf(() => updateSession(services, phone.caller, {}));
    assert.deepEqual([active.reads, active.writes], [reads, 2]);
    assert.ok(active.roundTrips <= 2, JSON.stringify(active));
  });

  it('updateSession with a new push token: one round trip more at most', async () => {
    const { services, phone } = await scene(1);
    const pushToken = { kind: 'token', value: 'new-push-token' } as const;
    const cost = await costOf(() => updateSession(services, phone.caller, { pushToken }));
    // The hourly look, which is due here, reads what is remembered of the account.
    assert.deepEqual([cost.reads, cost.writes], [6 + 1, 2]);
    assert.ok(cost.roundTrips <= 3, JSON.stringify(cost));
  });

  it('refreshTokens: one read and one commit, none for a forged token, no write in the grace', async () => {
    const { services, phone } = await scene(3);
    const rotated = await refreshTokens(services, phone.tokens.refresh_token);
    const { refresh_token: token } = rotated;
    const next = await costOf(() => refreshTokens(services, token));
    assert.deepEqual(next, { roundTrips: 2, reads: 2, writes: 1 });
    const repeated = await costOf(() => refreshTokens(services, token));
    assert.deepEqual([repeated.reads, repeated.writes], [2, 0]);
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
