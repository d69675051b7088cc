// What every session store promises. Run against the in-memory double and against Firestore, so
// that the double cannot lie.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { accountIdOf, hashed } from '../../src/domain/account/accountId.ts';
import type { Account, Remainder } from '../../src/domain/account/account.ts';
import { isAccount } from '../../src/domain/account/account.ts';
import type { Write } from '../../src/domain/account/draft.ts';
import type { SessionView } from '../../src/domain/account/view.ts';
import type { SecurityEvent } from '../../src/domain/session/securityEvent.ts';
import type { Owner } from '../../src/domain/session/session.ts';
import { newId } from '../../src/newId.ts';
import type { SessionStore } from '../../src/services.ts';
import { StaleAccount } from '../../src/services.ts';
import { account, at, device, event, openSession, view } from '../domain/accounts.ts';

export function describeSessionStore(name: string, makeStore: () => SessionStore): void {
  describe(`the session store ${name}`, () => {
    const sessions = makeStore();
    let owner: Owner;
    let accountId: string;
    let stranger: Owner;
    beforeEach(() => {
      const userId = `user-${randomUUID()}`;
      owner = { userId, tenantId: null };
      accountId = accountIdOf(owner);
      stranger = { userId, tenantId: 'tenant-1' };
    });

    const write = (one: Account | Remainder, more: Partial<Write> = {}): Write => ({
      ...{ account: one, views: [], forgotten: [], events: [] },
      ...more,
    });
    const create = async (one: Account, more: Partial<Write> = {}) =>
      await sessions.commit(await sessions.readAccount(accountIdOf(one)), write(one, more));
    const own = (fields: Partial<Account> = {}) => account({ ...owner, ...fields });
    const viewOf = (fields: Partial<SessionView> = {}) =>
      view({ ...owner, sessionId: newId(), ...fields });
    const eventOf = (fields: Partial<SecurityEvent> = {}) =>
      event({ ...owner, eventId: newId(), ...fields });

    it('gives back what was committed, every field and type', async () => {
      const carriedClaims = { roles: [['editor'], []], since: 3, '': null, __a__: { 'b.c': 1 } };
      const session = openSession({ carriedClaims });
      const signIns = [
        { second: 1_772_366_400, isSpent: true },
        { second: 1_772_366_399, isSpent: false },
        { second: 1_772_366_399, isSpent: true },
      ];
      const unanswered = { session, firstLoginAt: at, wasToldLater: false };
      const devices = {
        '-_aB0001': device({ session, signIns }),
        other: device({ session: null, unanswered, registrations: signIns }),
      };
      const one = own({ devices, countries: [{ code: 'RU', seenAt: at, isConfirmed: true }] });
      const shown = viewOf();
      const committed = await create(one, { views: [shown] });
      assert.deepEqual(committed.stored, one);
      assert.deepEqual((await sessions.readAccount(accountId)).stored, one);
      assert.deepEqual(await sessions.findView(shown.sessionId), shown);
    });

    it('knows nothing of an account that nobody has written', async () => {
      const { stored, version } = await sessions.readAccount(accountId);
      assert.deepEqual([stored, version], [null, null]);
    });

    it('creates an account once', async () => {
      const read = await sessions.readAccount(accountId);
      await sessions.commit(read, write(own()));
      await assert.rejects(sessions.commit(read, write(own())), StaleAccount);
    });

    it('commits on what was read or committed last, and on nothing older', async () => {
      const first = await create(own());
      const read = await sessions.readAccount(accountId);
      const second = await sessions.commit(first, write(own({ isOwed: true })));
      const shown = viewOf();
      const late = write(own(), { views: [shown], events: [eventOf()] });
      await assert.rejects(sessions.commit(first, late), StaleAccount);
      await assert.rejects(sessions.commit(read, late), StaleAccount);
      assert.equal(await sessions.findView(shown.sessionId), null);
      assert.deepEqual(await sessions.findSecurityEvents(owner, 10, null), []);
      const third = await sessions.commit(second, write(own()));
      assert.deepEqual((await sessions.readAccount(accountId)).stored, third.stored);
    });

    it('lets one of many win who commit on the same', async () => {
      const read = await create(own());
      const results = await Promise.allSettled(
        // To write what is there already changes nothing, not even the version.
        Array.from({ length: 5 }, (_, count) =>
          sessions.commit(read, write(own({ eraseOn: `2026-03-0${count + 1}` }))),
        ),
      );
      const won = results.filter(({ status }) => status === 'fulfilled');
      assert.equal(won.length, 1);
      for (const result of results) {
        if (result.status === 'rejected') assert.ok(result.reason instanceof StaleAccount);
      }
    });

    it('keeps each device as the last change left it, and nothing of the user in a remainder', async () => {
      const read = await create(own({ devices: { one: device(), two: device() } }));
      const renamed = device({ session: openSession({ deviceName: 'Kitchen' }) });
      const other = own({ devices: { '-_aB0001': device(), two: renamed } });
      const changed = await sessions.commit(read, write(other));
      assert.deepEqual((await sessions.readAccount(accountId)).stored, other);
      const none = own({ devices: {} });
      const next = await sessions.commit(changed, write(none));
      assert.deepEqual((await sessions.readAccount(accountId)).stored, none);
      const { firebaseAccount, deleteAt } = own();
      const remainder = { firebaseAccount, outbox: [], isOwed: false, deleteAt };
      await sessions.commit(next, write(remainder));
      assert.deepEqual((await sessions.readAccount(accountId)).stored, remainder);
      const back = await sessions.readAccount(accountId);
      await sessions.commit(back, write(own()));
      assert.deepEqual((await sessions.readAccount(accountId)).stored, own());
    });

    it('writes views whole, and deletes those that are to be forgotten', async () => {
      const [one, two] = [viewOf(), viewOf()];
      const read = await create(own(), { views: [one, two] });
      const renamed = { ...one, deviceName: 'Kitchen' };
      await sessions.commit(read, write(own(), { views: [renamed], forgotten: [two.sessionId] }));
      assert.deepEqual(await sessions.findViews([one.sessionId, two.sessionId]), [renamed]);
      assert.deepEqual(await sessions.findViews([]), []);
    });

    it('adds to a view, and makes none again that is gone', async () => {
      const one = viewOf();
      await create(own(), { views: [one] });
      await sessions.addToView(one.sessionId, { location: 'Moscow, Russia' });
      await sessions.addToView(one.sessionId, { logoutConfirmedAt: at });
      const added = { location: 'Moscow, Russia', logoutConfirmedAt: at };
      assert.deepEqual(await sessions.findView(one.sessionId), { ...one, ...added });
      const gone = newId();
      await sessions.addToView(gone, { location: 'Moscow, Russia' });
      assert.equal(await sessions.findView(gone), null);
    });

    it('finds the user’s sessions that ended since, the latest first, except replaced ones', async () => {
      const minute = (count: number) => new Date(at.getTime() + count * 60_000);
      const ended = (minutes: number, revokedReason: SessionView['revokedReason'], who = owner) =>
        viewOf({ ...who, revoked: true, revokedAt: minute(minutes), revokedReason });
      const [early, late, old] = [ended(1, 'user'), ended(2, 'expired'), ended(-1, 'limit')];
      const others = [ended(1, 'replaced'), viewOf(), ended(1, 'user', stranger)];
      await create(own(), { views: [early, late, old, ...others] });
      assert.deepEqual(await sessions.findEndedViews(owner, at, 10), [late, early]);
      assert.deepEqual(await sessions.findEndedViews(owner, at, 1), [late]);
    });

    it('gives events by their time and id, page by page', async () => {
      const times = [0, 0, 1, 2, 2];
      const events = times.map((count) => eventOf({ occurredAt: new Date(at.getTime() + count) }));
      await create(own(), { events: [...events, eventOf(stranger)] });
      const all = await sessions.findSecurityEvents(owner, 10, null);
      const byBoth = (a: SecurityEvent, b: SecurityEvent) =>
        Number(b.occurredAt) - Number(a.occurredAt) || (a.eventId < b.eventId ? 1 : -1);
      assert.deepEqual(all, events.sort(byBoth));
      const behind = all[1]!;
      assert.deepEqual(await sessions.findSecurityEvents(owner, 2, behind), all.slice(2, 4));
    });

    it('reads accounts in the order of their ids, behind one, each ready for a change', async () => {
      const owners = Array.from({ length: 5 }, (_, at) => ({ ...owner, tenantId: `tenant-${at}` }));
      for (const one of owners) await create(account(one));
      const ids = owners.map(accountIdOf).sort();
      const read = await sessions.readAccountsAfter(ids[0]!, 1000);
      const found = read.map((one) => one.accountId);
      assert.deepEqual(found, [...found].sort());
      assert.deepEqual(
        ids.map((id) => found.includes(id)),
        [false, true, true, true, true],
      );
      const [next] = await sessions.readAccountsAfter(ids[0]!, 1);
      assert.deepEqual(next, read[0]);
      const [first] = await sessions.readAccountsAfter(null, 1);
      assert.ok(first!.accountId <= ids[0]!);
      const last = read.find((one) => one.accountId === ids[4])!;
      assert.deepEqual(last.stored, (await sessions.readAccount(ids[4]!)).stored);
      await sessions.commit(last, write({ ...(last.stored as Account), isOwed: true }));
      await assert.rejects(sessions.commit(last, write(last.stored as Account)), StaleAccount);
    });

    it('finds who owes something, from an id on', async () => {
      await create(own({ isOwed: true }));
      await create(account({ ...stranger, isOwed: false }));
      const found = await sessions.findOwing(accountId, 1);
      assert.deepEqual(found, [accountId]);
      const all = await sessions.findOwing('-', 1000);
      assert.ok(all.includes(accountId) && !all.includes(accountIdOf(stranger)));
      assert.deepEqual(all, [...all].sort());
    });

    it('finds whose addresses are to be erased by a day', async () => {
      await create(own({ eraseOn: '2001-02-03' }));
      await create(account({ ...stranger, eraseOn: null }));
      const found = await sessions.findErasable('2001-02-03', 1000);
      assert.ok(found.includes(accountId) && !found.includes(accountIdOf(stranger)));
      assert.ok(!(await sessions.findErasable('2001-02-02', 1000)).includes(accountId));
    });

    it('finds who holds a push token', async () => {
      const hash = hashed(`push-${randomUUID()}`);
      await create(own({ pushTokens: [hashed('another'), hash] }));
      await create(account({ ...stranger, pushTokens: [hash] }));
      assert.deepEqual(
        (await sessions.findHolders(hash)).sort(),
        [accountId, accountIdOf(stranger)].sort(),
      );
    });

    it('erases what is not of the account as it is, and nothing of others', async () => {
      const session = openSession({ sessionId: newId() });
      const named = viewOf({ sessionId: session.sessionId });
      const foreign = view({ ...stranger, sessionId: newId() });
      const kept = eventOf({ sessionId: session.sessionId });
      const old = new Date(own().beganAt.getTime() - 1);
      const young = viewOf({ createdAt: own().beganAt });
      await create(own({ devices: { one: device({ session }) } }), {
        views: [named, viewOf({ createdAt: old }), viewOf({ createdAt: old }), foreign, young],
        events: [kept, eventOf({ occurredAt: old })],
      });
      await sessions.eraseRest(owner);
      await sessions.eraseRest(owner);
      const all = await sessions.findAllOf(owner);
      assert.ok(isAccount(all.account));
      const byId = (a: SessionView, b: SessionView) => (a.sessionId < b.sessionId ? -1 : 1);
      assert.deepEqual([all.sessions, all.events], [[named, young].sort(byId), [kept]]);
      assert.deepEqual((await sessions.findAllOf(stranger)).sessions, [foreign]);
    });
  });
}
