// What a store finds, for whom, and in which order.
import assert from 'node:assert/strict';
import type { SessionRecord } from '../../../src/domain/session/session.ts';
import { again } from '../../doubles/device.ts';
import type { Scene } from './scene.ts';
import { idsOf, nobody, recordIdsOf } from './scene.ts';

export function describeLookUps(scene: Scene): void {
  const { services, sessions } = scene;

  it('finds nothing where nothing is', async () => {
    const { owner } = scene;
    assert.equal(await sessions.findSession(nobody), null);
    assert.equal(await sessions.findRecord(nobody), null);
    assert.deepEqual(await sessions.findRecords([nobody]), []);
    assert.deepEqual(await sessions.findRecords([]), []);
    assert.deepEqual(await sessions.findOpenSessions(owner), []);
    assert.deepEqual(await sessions.findUserRecords(owner), []);
    assert.deepEqual(await sessions.findRecentSecrets(owner, 20), []);
    assert.deepEqual(await sessions.findEndedSessions(owner, new Date(0), 20), []);
    assert.deepEqual(await sessions.findSecurityEvents(owner, 20, null), []);
    assert.deepEqual(await sessions.findOwingOf(owner), []);
  });

  it('finds the records of these ids, each once', async () => {
    const one = await scene.register('device-01');
    const two = await scene.register('device-02');
    const ids = [one, two].map(({ session }) => session.sessionId);
    const found = await sessions.findRecords([...ids, ...ids, nobody]);
    assert.deepEqual(recordIdsOf(found), ids.sort());
  });

  it('finds the open sessions of one user, of one tenant, and no others', async () => {
    const one = await scene.register('device-01');
    const two = await scene.register('device-02');
    const newer = await scene.register('device-02', again(two));
    for (const stranger of scene.strangers) await scene.register('device-03', {}, stranger);
    const open = await sessions.findOpenSessions(scene.owner);
    assert.deepEqual(idsOf(open), idsOf([one.session, newer.session]));
    const [, ofTenant] = scene.strangers;
    assert.equal((await sessions.findOpenSessions(ofTenant!)).length, 1);
  });

  it('finds the records that still speak for a user: open, known, owing, or with a "no" to say', async () => {
    const standings = {
      open: { state: 'open', device: 'unknown' },
      known: { state: 'ended', device: 'known' },
      account: { state: 'account', device: 'unknown' },
      owing: { state: 'ended', device: 'forgotten', isOwed: true },
      forgotten: { state: 'ended', device: 'forgotten' },
      replaced: { state: 'replaced', device: 'unknown' },
    } as const;
    const ids: Record<string, string> = {};
    for (const name of Object.keys(standings)) {
      const { session } = await scene.register(name);
      ids[name] = session.sessionId;
    }
    for (const [name, secrets] of Object.entries(standings)) {
      await scene.change(ids[name]!, { secrets: { isOwed: false, ...secrets } });
    }
    for (const stranger of scene.strangers) await scene.register('device-03', {}, stranger);
    const speaking = ['open', 'known', 'account', 'owing'].map((name) => ids[name]).sort();
    assert.deepEqual(recordIdsOf(await sessions.findUserRecords(scene.owner)), speaking);
    const named = async (alsoIds: string[]) =>
      await sessions.changeUserRecords(scene.owner, alsoIds, (records) => ({
        result: recordIdsOf(records),
        changes: [],
      }));
    assert.deepEqual(await named([]), speaking);
    assert.deepEqual(await named([ids['open']!, ids['replaced']!, nobody]), [
      ...[...speaking, ids['replaced']].sort(),
    ]);
  });

  it('finds the latest registrations in any state, newest first, and no more than asked', async () => {
    const ids: string[] = [];
    for (const deviceId of ['device-01', 'device-02', 'device-03']) {
      const { session } = await scene.register(deviceId);
      ids.unshift(session.sessionId);
      services.pass({ seconds: 1 });
    }
    await scene.change(ids[1]!, { session: { revoked: true }, secrets: { state: 'ended' } });
    for (const stranger of scene.strangers) await scene.register('device-03', {}, stranger);
    const recent = async (limit: number) =>
      (await sessions.findRecentSecrets(scene.owner, limit)).map(({ sessionId }) => sessionId);
    assert.deepEqual(await recent(20), ids);
    assert.deepEqual(await recent(2), ids.slice(0, 2));
  });

  it('finds what has ended since, the last first, except what was replaced', async () => {
    const since = services.now();
    const reasons = ['user', 'denied', 'replaced', 'expired', 'account'] as const;
    const devices = [];
    for (const reason of reasons) devices.push(await scene.register(reason));
    for (const [at, revokedReason] of reasons.entries()) {
      services.pass({ seconds: 1 });
      const ended = { revoked: true, revokedReason, revokedAt: services.now() };
      await scene.change(devices[at]!.session.sessionId, { session: ended });
    }
    services.pass({ seconds: 1 });
    const found = async (from: Date, limit: number) =>
      (await sessions.findEndedSessions(scene.owner, from, limit)).map((one) => one.revokedReason);
    assert.deepEqual(await found(since, 50), ['account', 'expired', 'denied', 'user']);
    assert.deepEqual(await found(since, 2), ['account', 'expired']);
    assert.deepEqual(await found(services.now(), 50), []);
  });

  it('finds security events page by page, the newest first, each once', async () => {
    for (let count = 0; count < 5; count += 1) {
      await scene.register(`device-0${count}`);
      // Two of one time: the id tells which comes first.
      if (count !== 1) services.pass({ seconds: 1 });
    }
    for (const stranger of scene.strangers) await scene.register('device-03', {}, stranger);
    const all = await sessions.findSecurityEvents(scene.owner, 50, null);
    assert.equal(all.length, 5);
    assert.ok(all.every(({ type, userId }) => type === 'session-established' && userId));
    const times = all.map(({ occurredAt }) => occurredAt.getTime());
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
    const paged = [];
    for (let last = null; paged.length < all.length; last = paged.at(-1) ?? null) {
      paged.push(...(await sessions.findSecurityEvents(scene.owner, 1, last)));
    }
    assert.deepEqual(paged, all);
    assert.deepEqual(await sessions.findSecurityEvents(scene.owner, 50, all.at(-1)!), []);
  });

  it('tells whether another account holds a push token too', async () => {
    const pushToken = { kind: 'token' as const, value: `push-${scene.owner.userId}` };
    const shared = () => sessions.isPushTokenShared(pushToken.value, scene.owner);
    await scene.register('device-01', { pushToken });
    await scene.register('device-02', { pushToken });
    assert.equal(await shared(), false);
    await scene.register('device-03', { pushToken }, scene.strangers[0]);
    assert.equal(await shared(), true);
  });

  it('tells so however many of the own sessions hold it', async () => {
    const pushToken = { kind: 'token' as const, value: `push-${scene.owner.userId}-m` };
    const shared = () => sessions.isPushTokenShared(pushToken.value, scene.owner);
    for (let count = 0; count < 40; count += 1) {
      services.pass({ hours: 1 });
      await scene.register(`device-${count}`, { pushToken });
    }
    assert.equal(await shared(), false);
    await scene.register('device-03', { pushToken }, scene.strangers[0]);
    assert.equal(await shared(), true);
  });

  it('counts the same uid in another tenant as another account', async () => {
    const pushToken = { kind: 'token' as const, value: `push-${scene.owner.userId}-t` };
    await scene.register('device-01', { pushToken });
    const tenant = { ...scene.owner, tenantId: 'tenant-of-another' };
    assert.equal(await sessions.isPushTokenShared(pushToken.value, tenant), true);
    assert.equal(await sessions.isPushTokenShared(pushToken.value, scene.owner), false);
  });

  it('changes the record of a session, or tells that there is none', async () => {
    const { session } = await scene.register('device-01');
    const told = (sessionId: string) =>
      sessions.changeRecord(sessionId, (record: SessionRecord | undefined) => ({
        result: record?.session.sessionId ?? null,
        changes: [],
      }));
    assert.equal(await told(session.sessionId), session.sessionId);
    assert.equal(await told(nobody), null);
  });
}
