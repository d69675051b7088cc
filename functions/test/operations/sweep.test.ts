import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { sweep } from '../../src/operations/sweep.ts';
import { register, signInNow } from '../doubles/device.ts';
import { accountOf, openOf } from '../doubles/lookInside.ts';
import { living } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

/** As many users as given, each with a session that owes its device a logout. */
async function owingUsers(count: number) {
  const services = testServices();
  services.outcome = { kind: 'retry', afterSeconds: 60 };
  for (let at = 0; at < count; at += 1) {
    const signIn = signInNow(services, `user-${at}`);
    const phone = await register(services, `phone-${at}-1`, signIn);
    const other = await register(services, `phone-${at}-2`, signIn);
    await deliverForUser(services, phone.caller).catch(() => {});
    await revokeSession(services, phone.caller, other.session);
  }
  services.outcome = { kind: 'sent' };
  services.sent.length = 0;
  services.pass({ hours: 1 });
  return services;
}

const owing = ({ sessions }: TestServices) =>
  [...sessions.content.accounts.values()].filter(({ document }) => document.isOwed).length;

describe('sweep', () => {
  it('sends what is owed of anybody, and tells how much it did', async () => {
    const services = await owingUsers(3);
    assert.equal(owing(services), 3);
    assert.deepEqual(await sweep(services), { delivered: 3, failed: 0, erased: 0 });
    assert.equal(owing(services), 0);
    assert.equal(services.sent.length, 3);
    assert.deepEqual(await sweep(services), { delivered: 0, failed: 0, erased: 0 });
  });

  it('looks at 200 accounts a run, from a random id on and around, so that none waits for ever', async () => {
    const services = testServices();
    const { findOwing } = services.sessions;
    const asked: [string, number][] = [];
    services.sessions.findOwing = (fromId, limit) => {
      asked.push([fromId, limit]);
      return findOwing(fromId, limit);
    };
    await sweep(services);
    await sweep(services);
    const [[start, limit] = assert.fail(), [around, rest] = assert.fail(), [next] = assert.fail()] =
      asked;
    assert.match(start, /^[A-Za-z0-9_-]{22}$/);
    assert.notEqual(start, next);
    assert.deepEqual([limit, around, rest], [200, '-', 200]);
  });

  it('goes around from any start, and looks at no account twice', async () => {
    const services = await owingUsers(3);
    const ids = [...services.sessions.content.accounts.keys()].sort();
    const { commit } = services.sessions;
    const changed: string[] = [];
    services.sessions.commit = (read, write) => {
      changed.push(read.accountId);
      return commit(read, write);
    };
    await sweep({ ...services, newId: () => ids[1] ?? '' });
    assert.equal(owing(services), 0);
    assert.equal(changed.length, 6, 'a lease and a settlement each');
  });

  it('lets one account that fails stop no other', async () => {
    const services = await owingUsers(3);
    const [broken] = services.sessions.content.accounts.keys();
    const { readAccount } = services.sessions;
    services.sessions.readAccount = (id) =>
      id === broken ? Promise.reject(new Error('secret')) : readAccount(id);
    assert.deepEqual(await sweep(services), { delivered: 2, failed: 1, erased: 0 });
    assert.equal(services.sent.length, 2);
    const line = services.logged.find(({ message }) => message === 'owed pushes not swept');
    assert.ok(line);
    assert.doesNotMatch(JSON.stringify(line), /secret/);
  });

  it('erases address and coordinates on their day, and leaves everything else', async () => {
    const services = testServices({ ...living('90d/365d'), ipRetentionDays: 30 });
    const phone = await register(services, 'iphone-1');
    await deliverForUser(services, phone.caller);
    const stored = () => {
      const { devices, lastPlaces } = structuredClone(accountOf(services));
      return { ip: openOf(services, phone.session.sessionId).session.ip, devices, lastPlaces };
    };
    services.pass({ days: 29 });
    await sweep(services);
    const before = stored();
    assert.equal(before.ip, '77.88.55.242');
    assert.equal(before.lastPlaces.confirmed?.latitude, 55.75);
    services.pass({ days: 1 });
    assert.equal((await sweep(services)).erased, 1);
    for (const device of Object.values(before.devices)) {
      if (device.session) device.session.ip = null;
      Object.assign(device, { signIns: [], registrations: [] });
    }
    const lastPlaces = { confirmed: null, latest: null };
    assert.deepEqual(stored(), { ip: null, devices: before.devices, lastPlaces });
    assert.equal((await sweep(services)).erased, 0);
  });

  it('erases them also of an account past its time that nobody has deleted, and finds that no more', async () => {
    const services = testServices({ ipRetentionDays: 70 });
    const phone = await register(services, 'iphone-1');
    await deliverForUser(services, phone.caller);
    services.pass({ days: 70 });
    assert.ok(services.now() > accountOf(services).deleteAt);
    const views = structuredClone(services.sessions.content.views);
    await sweep(services);
    assert.equal(openOf(services, phone.session.sessionId).session.ip, null);
    assert.deepEqual(accountOf(services).lastPlaces, { confirmed: null, latest: null });
    assert.deepEqual(services.sessions.content.views, views);
    assert.equal((await sweep(services)).erased, 0);
  });

  it('erases as many as there are, page by page, and stops where one fails', async () => {
    const services = testServices();
    let left = 450;
    const found: number[] = [];
    services.sessions.findErasable = async (_day, limit) => {
      found.push(Math.min(left, limit));
      return Array.from({ length: Math.min(left, limit) }, (_, at) => `s${at}`);
    };
    const { readAccount } = services.sessions;
    services.sessions.readAccount = async (id) => {
      left -= 1;
      if (left === 100) throw new Error('no');
      return await readAccount(id);
    };
    assert.equal((await sweep(services)).erased, 399);
    assert.deepEqual(found, [200, 200]);
    assert.equal((await sweep(services)).erased, 50);
    assert.deepEqual(found, [200, 200, 50]);
  });

  it('goes on with one kind of work where the other cannot be found', async () => {
    const services = await owingUsers(1);
    services.sessions.findErasable = () => Promise.reject(new Error('no index'));
    assert.equal((await sweep(services)).delivered, 1);
    services.sessions.findOwing = () => Promise.reject(new Error('no index'));
    services.sessions.findErasable = async () => [];
    assert.deepEqual(await sweep(services), { delivered: 0, failed: 0, erased: 0 });
    assert.equal(services.logged.filter(({ message }) => message === 'sweep incomplete').length, 2);
  });
});
