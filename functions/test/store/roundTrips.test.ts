// What a call costs, as the embedded Firestore counts it. Google's emulator does not count.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Firestore } from '@google-cloud/firestore';
import { answerLogin, answerLoginAlert } from '../../src/operations/answerLogin.ts';
import { endSessions } from '../../src/operations/endSessions.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { requireLiveSession } from '../../src/operations/requireLiveSession.ts';

import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { accountIdOf } from '../../src/domain/account/accountId.ts';
import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, register, signInNow } from '../doubles/device.ts';
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

  const servicesOnFirestore = () => servicesOver(firestoreSessions(firestore));

  /** A user with a long history on three other devices, and this many live sessions of others; all is told. */
  async function scene(others: number) {
    const services = servicesOnFirestore();
    const userId = `user-${randomUUID()}`;
    const signIn = () => signInNow(services, userId);
    const owner = { userId, tenantId: null };
    const old: RegisteredDevice[] = [];
    for (let count = 0; count < 6; count += 1) {
      const known = old[count % 3];
      const shown = known ? again(known) : {};
      const past = await register(services, `old-device-${count % 3}`, signIn(), shown);
      old[count % 3] = past;
      services.pass({ seconds: 30 });
      await signOut(services, past.caller);
      services.pass({ hours: 1 });
    }
    // One that nobody else holds: in the other tests there are many phones of this name.
    const pushToken = { kind: 'token', value: `push-${userId}` } as const;
    const phone = await register(services, 'iphone-1', signIn(), { pushToken });
    // A week later it counts as the owner's.
    services.pass({ days: 7 });
    const devices: RegisteredDevice[] = [];
    for (let count = 0; count < others; count += 1) {
      services.pass({ hours: 1 });
      devices.push(await register(services, `device-${count}-x`, signIn()));
    }
    services.pass({ seconds: 60 });
    await deliverForUser(services, owner);
    services.sent.length = 0;
    return { services, owner, signIn, phone, old, devices };
  }

  it('listSessions: one round trip, one read', async () => {
    const { services, phone } = await scene(5);
    const cost = await costOf(() => listSessions(services, phone.caller));
    assert.deepEqual(cost, { roundTrips: 1, reads: 1, writes: 0 });
  });

  it('listSessions with ended ones: a query beside it', async () => {
    const { services, phone } = await scene(2);
    const cost = await costOf(() => listSessions(services, phone.caller, { includeEnded: true }));
    assert.deepEqual(cost, { roundTrips: 1, reads: 1 + 6, writes: 0 });
  });

  it('revokeSession: three round trips, its push included', async () => {
    const { services, phone, devices } = await scene(3);
    const cost = await costOf(() => revokeSession(services, phone.caller, devices[1]!.session));
    // The account, the view and the event; then the account without what was sent.
    assert.deepEqual(cost, { roundTrips: 3, reads: 1, writes: 4 });
    assert.equal(services.sent.length, 1);
  });

  it('revokeSession of one that its device has replaced: one more, to find the device', async () => {
    const { services, signIn, phone, devices } = await scene(2);
    const [device] = devices;
    const newer = await register(services, 'device-0-x', signIn(), again(device!));
    const cost = await costOf(() => revokeSession(services, phone.caller, device!.session));
    assert.deepEqual(cost, { roundTrips: 4, reads: 2, writes: 4 });
    assert.equal((await services.sessions.findView(newer.session.sessionId))?.revoked, true);
  });

  it('revokeOtherSessions: three round trips and one read, however many there are', async () => {
    for (const others of [3, 6]) {
      const { services, phone } = await scene(others);
      const cost = await costOf(() => revokeOtherSessions(services, phone.caller));
      assert.deepEqual(cost, { roundTrips: 3, reads: 1, writes: 2 + 2 * others });
      assert.equal(services.sent.length, others);
    }
  });

  it('endSessions: a query and one read for each account, and two commits where one has sessions to end', async () => {
    const { services, owner } = await scene(3);
    const accountId = accountIdOf(owner);
    const behind = (time: Date) => async () => {
      const stopping = new AbortController();
      await endSessions(
        services,
        { signedInBefore: time, deviceType: 'ANDROID' },
        {
          // Of all ids that begin so it is the next one.
          ...{ after: accountId.slice(0, -1), pageSize: 1, signal: stopping.signal },
          onPage: () => stopping.abort(),
        },
      );
    };
    const long = await costOf(behind(new Date('2026-01-01T00:00:00Z')));
    assert.deepEqual(long, { roundTrips: 1, reads: 1, writes: 0 });
    const ending = await costOf(behind(services.now()));
    assert.deepEqual(ending, { roundTrips: 3, reads: 1, writes: 2 + 2 * 4 });
    assert.equal(services.sent.length, 4);
  });

  it('answerLogin, "no" and "yes": three round trips, one read', async () => {
    for (const wasMe of [false, true]) {
      const { services, phone, devices } = await scene(3);
      const [first, second] = devices.map(({ session }) => session.sessionId);
      await answerLogin(services, phone.caller, { sessionId: first!, wasMe: true });
      services.sent.length = 0;
      const answer = { sessionId: second!, wasMe };
      const cost = await costOf(() => answerLogin(services, phone.caller, answer));
      assert.deepEqual(cost, { roundTrips: 3, reads: 1, writes: 4 });
      // Whom it is about hears it too.
      assert.equal(services.sent.length, 2);
    }
  });

  it('answerLoginAlert: the same', async () => {
    const { services, phone, devices } = await scene(2);
    const deviceOf = async ({ session: { sessionId } }: RegisteredDevice) =>
      (await services.sessions.findView(sessionId))!.device;
    const token = await services.tokens.issueAnswerToken(
      {
        accountId: accountIdOf(phone.caller),
        answeringSessionId: phone.session.sessionId,
        answeringDevice: await deviceOf(phone),
        about: [await deviceOf(devices[1]!)],
        expiresAt: new Date(services.now().getTime() + 60_000),
      },
      services.now(),
    );
    const cost = await costOf(() => answerLoginAlert(services, { token, wasMe: false }));
    assert.deepEqual(cost, { roundTrips: 3, reads: 1, writes: 4 });
  });

  it('registerSession: two round trips and one read, whatever the history', async () => {
    const { services, signIn, old, phone } = await scene(4);
    const first = { roundTrips: 2, reads: 1, writes: 3 };
    assert.deepEqual(await costOf(() => register(services, 'new-device', signIn())), first);
    services.pass({ seconds: 1 });
    const shown = again(old[1]!);
    assert.deepEqual(
      await costOf(() => register(services, 'old-device-1', signIn(), shown)),
      first,
    );
    const continued = { ...again(phone), refreshToken: phone.tokens.refresh_token };
    const cost = await costOf(() => register(services, 'iphone-1', signIn(), continued));
    assert.deepEqual([cost.roundTrips, cost.reads], [2, 1]);
    assert.ok(cost.writes <= 5, JSON.stringify(cost));
  });

  it('registerSession at the limit: two more writes for what makes room', async () => {
    const { services, signIn } = await scene(19);
    const cost = await costOf(() => register(services, 'one-more', signIn()));
    assert.deepEqual(cost, { roundTrips: 2, reads: 1, writes: 5 });
  });

  it('registerSession of a first device: the same', async () => {
    const services = servicesOnFirestore();
    const signIn = signInNow(services, `user-${randomUUID()}`);
    const cost = await costOf(() => register(services, 'iphone-1', signIn));
    assert.deepEqual(cost, { roundTrips: 2, reads: 1, writes: 3 });
  });

  it('onSessionCreated of a new device: five round trips and five reads at the most', async () => {
    const { services, owner, signIn } = await scene(1);
    await register(services, 'new-device', signIn());
    const cost = await costOf(() => deliverForUser(services, owner));
    assert.equal(services.sent.length, 1);
    assert.ok(cost.roundTrips <= 5 && cost.reads <= 5, JSON.stringify(cost));
  });

  it('signOut: two round trips', async () => {
    const { services, phone } = await scene(3);
    const cost = await costOf(() => signOut(services, phone.caller));
    assert.deepEqual(cost, { roundTrips: 2, reads: 1, writes: 3 });
  });

  it('updateSession: one round trip, and a second where something is new', async () => {
    const { services, phone } = await scene(3);
    await updateSession(services, phone.caller, {});
    const idle = await costOf(() => updateSession(services, phone.caller, { appVersion: '1.0' }));
    assert.deepEqual(idle, { roundTrips: 1, reads: 1, writes: 0 });
    const changed = await costOf(() => updateSession(services, phone.caller, { appVersion: '2' }));
    assert.deepEqual(changed, { roundTrips: 2, reads: 1, writes: 2 });
    services.pass({ seconds: 300 });
    const active = await costOf(() => updateSession(services, phone.caller, {}));
    assert.deepEqual(active, { roundTrips: 2, reads: 1, writes: 2 });
  });

  it('refreshTokens: one read and one write, none for a forged token, no write in the grace', async () => {
    const { services, phone } = await scene(3);
    // A week without use: the view tells of the activity once.
    const { refresh_token: token } = await refreshTokens(services, phone.tokens.refresh_token);
    services.pass({ seconds: 1 });
    const next = await costOf(() => refreshTokens(services, token));
    assert.deepEqual(next, { roundTrips: 2, reads: 1, writes: 1 });
    const repeated = await costOf(() => refreshTokens(services, token));
    assert.deepEqual(repeated, { roundTrips: 1, reads: 1, writes: 0 });
    const forged = await costOf(() => refreshTokens(services, `${token}x`).catch(() => {}));
    assert.deepEqual(forged, { roundTrips: 0, reads: 0, writes: 0 });
  });

  it('a caller whose session has ended: one read more', async () => {
    const { services, phone, devices } = await scene(1);
    await revokeSession(services, phone.caller, devices[0]!.session);
    const cost = await costOf(() => listSessions(services, devices[0]!.caller).catch(() => {}));
    assert.deepEqual(cost, { roundTrips: 2, reads: 2, writes: 0 });
  });

  it('the guard: one round trip, one read', async () => {
    const { services, phone } = await scene(3);
    for (const options of [{}, { confirmed: true }]) {
      const cost = await costOf(() => requireLiveSession(services, phone.caller, options));
      assert.deepEqual(cost, { roundTrips: 1, reads: 1, writes: 0 });
    }
  });

  it('the guard, where it refuses an unconfirmed session: one read more, for what would lift it', async () => {
    const { services, devices } = await scene(1);
    const { caller } = devices[0]!;
    const ask = () => requireLiveSession(services, caller, { confirmed: true }).catch(() => {});
    assert.deepEqual(await costOf(ask), { roundTrips: 2, reads: 2, writes: 0 });
  });
});
