// Everybody out: all that fit, on many accounts, by a run that is killed and taken up again.
import assert from 'node:assert/strict';
import type { Incident } from '../../src/domain/revocation/incident.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import type { EndedSessions } from '../../src/operations/endSessions.ts';
import { endSessions } from '../../src/operations/endSessions.ts';
import { register, signInNow } from '../doubles/device.ts';
import { dyingAt } from '../doubles/dying.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const accountCount = 60;
const pageSize = 10;

interface Crowd {
  services: TestServices;
  incident: Incident;
  /** The ids of the sessions that are meant, and of the others. */
  meant: string[];
  others: string[];
}

/** Accounts of three sessions, of which the last was signed in since. All is told of the logins. */
async function crowd(size = accountCount): Promise<Crowd> {
  const services = testServices();
  const [meant, others] = [[] as string[], [] as string[]];
  const owners = Array.from({ length: size }, (_, at) => `user-${at}`);
  const open = async (userId: string, name: string, into: string[]) => {
    const device = await register(services, `${userId}-${name}`, signInNow(services, userId));
    into.push(device.session.sessionId);
  };
  for (const userId of owners) await open(userId, 'phone', meant);
  services.pass({ hours: 1 });
  for (const userId of owners) await open(userId, 'tablet', meant);
  services.pass({ hours: 1 });
  const signedInBefore = services.now();
  services.policy.signedInAfter = signedInBefore;
  for (const userId of owners) await open(userId, 'browser', others);
  services.pass({ seconds: 60 });
  for (const userId of owners) await deliverForUser(services, { userId, tenantId: null });
  services.sent.length = 0;
  const of = { deviceType: null, appVersionBelow: null, tenantId: undefined };
  return { services, incident: { signedInBefore, ...of }, meant, others };
}

/** The ids of these sessions that live. */
const liveOf = ({ services }: Crowd, ids: readonly string[]) =>
  ids.filter((id) => !services.sessions.content.views.get(id)!.revoked);

/** How often each of these sessions was told to log out. */
function timesTold({ services }: Crowd, ids: readonly string[]): number[] {
  const counts = Map.groupBy(services.sent, ({ sessionId }) => sessionId);
  return ids.map((id) => counts.get(id)?.length ?? 0);
}

function assertAllOut(one: Crowd): void {
  assert.deepEqual(liveOf(one, one.meant), []);
  assert.deepEqual(liveOf(one, one.others), one.others);
  assert.ok(one.services.sent.every(({ kind }) => kind === 'force_logout'));
  assert.deepEqual([...new Set(timesTold(one, one.others))], [0]);
  for (const { document } of one.services.sessions.content.accounts.values()) {
    assert.deepEqual(document.outbox, []);
  }
}

describe('endSessions', () => {
  it('ends what is meant on every account, and tells each device once', async () => {
    const all = await crowd();
    const ended = await endSessions(all.services, all.incident, { pageSize });
    assertAllOut(all);
    assert.deepEqual([...new Set(timesTold(all, all.meant))], [1]);
    const { after: _, ...sums } = ended;
    assert.deepEqual(sums, {
      ...{ accountCount, concernedCount: accountCount, revokedCount: 2 * accountCount },
      ...{ withoutVersion: 0, share: 1, isComplete: true },
    });
  });

  it('has told the devices of a page before it reads the next', async () => {
    const { services, incident } = await crowd();
    const { readAccountsAfter } = services.sessions;
    const told: number[] = [];
    services.sessions.readAccountsAfter = (after, limit) => {
      told.push(services.sent.length);
      return readAccountsAfter(after, limit);
    };
    await endSessions(services, incident, { pageSize });
    assert.deepEqual(told, [0, 20, 40, 60, 80, 100, 120]);
  });

  it('says after each page how far it is, and goes on behind an account', async () => {
    const all = await crowd();
    const pages: EndedSessions[] = [];
    const stopping = new AbortController();
    const onPage = (progress: EndedSessions) => {
      pages.push(progress);
      if (pages.length === 3) stopping.abort();
    };
    const { signal } = stopping;
    const stopped = await endSessions(all.services, all.incident, { pageSize, onPage, signal });
    assert.deepEqual(stopped, pages[2]);
    assert.deepEqual([stopped.isComplete, stopped.accountCount], [false, 30]);
    assert.ok(Math.abs(stopped.share - 0.5) < 0.25);
    assert.equal(liveOf(all, all.meant).length, 60);
    const { after } = stopped;
    const rest = await endSessions(all.services, all.incident, { pageSize, after });
    assert.deepEqual([rest.accountCount, rest.revokedCount], [30, 60]);
    assertAllOut(all);
    assert.deepEqual([...new Set(timesTold(all, all.meant))], [1]);
  });

  it('ends nothing of what has signed in since, however often it is called', async () => {
    const all = await crowd(3);
    await endSessions(all.services, all.incident, { pageSize });
    const back = await register(all.services, 'new', signInNow(all.services, 'user-1'));
    const again = await endSessions(all.services, all.incident, { pageSize });
    assert.deepEqual([again.revokedCount, again.concernedCount], [0, 0]);
    assert.equal(liveOf(all, [back.session.sessionId]).length, 1);
    assert.equal(all.services.sent.length, 6);
  });

  // Each page asks some 70 times: its read, and for each account commit, push, commit. So these die in all states.
  for (const [first, second] of [
    [5, 20],
    [30, 33],
    [69, 70],
    [150, 111],
    [200, 60],
  ] as const) {
    it(`leaves nothing behind, killed at call ${first} and then at call ${second}`, async () => {
      const all = await crowd();
      for (const [at, death] of [
        [first, 'before'],
        [second, 'after'],
      ] as const) {
        const mortal = dyingAt(all.services, at, death);
        const run = endSessions(mortal.services, all.incident, { pageSize });
        await assert.rejects(run, /the process was killed/);
        assert.ok(mortal.died());
        assert.ok(liveOf(all, all.meant).length > 0);
        assert.deepEqual(liveOf(all, all.others), all.others);
      }
      await endSessions(all.services, all.incident, { pageSize });
      assertAllOut(all);
      const times = timesTold(all, all.meant);
      assert.ok(
        times.every((count) => count === 1 || count === 2),
        times.join(),
      );
    });
  }

  it('changes nothing where it only counts', async () => {
    const all = await crowd(3);
    const before = structuredClone(all.services.sessions.content);
    all.services.policy.signedInAfter = null;
    const counted = await endSessions(all.services, all.incident, { isDryRun: true });
    assert.deepEqual([counted.revokedCount, counted.concernedCount], [6, 3]);
    assert.deepEqual(all.services.sessions.content, before);
    assert.deepEqual(all.services.sent, []);
  });

  it('changes nothing where an old sign-in could open a session again', async () => {
    const all = await crowd(1);
    all.services.policy.signedInAfter = null;
    const before = structuredClone(all.services.sessions.content);
    await assert.rejects(endSessions(all.services, all.incident), /SIGNED_IN_AFTER must be/);
    assert.deepEqual(all.services.sessions.content, before);
    await endSessions(all.services, { ...all.incident, deviceType: 'ANDROID' });
    assert.deepEqual(liveOf(all, all.meant), []);
  });

  it('keeps out who shows a sign-in from before, and lets in who signs in again', async () => {
    const { services, incident } = await crowd(1);
    const early = { ...signInNow(services, 'user-0'), refreshed: true };
    early.signedInAt = new Date(incident.signedInBefore.getTime() - 1000);
    services.policy.signInMaxAgeSeconds = 86_400;
    await endSessions(services, incident);
    await assert.rejects(register(services, 'old', early), { reason: 'recent_sign_in_required' });
    const back = await register(services, 'old', signInNow(services, 'user-0'));
    assert.ok(back.session.sessionId);
  });

  it('lets known devices come back as known', async () => {
    const { services, incident } = await crowd(1);
    const phone = await register(services, 'phone', signInNow(services, 'alice'));
    services.pass({ hours: 1 });
    const signedInBefore = services.now();
    services.policy.signedInAfter = signedInBefore;
    await endSessions(services, { ...incident, signedInBefore });
    const { deviceToken } = phone;
    const signIn = signInNow(services, 'alice');
    const back = await register(services, 'phone', signIn, { deviceToken });
    assert.equal(back.session.confirmed, true);
  });

  it('tries a page again where one account fails, and counts what ended once', async () => {
    const all = await crowd();
    const { commit } = all.services.sessions;
    let commits = 0;
    all.services.sessions.commit = (read, write) => {
      commits += 1;
      return commits === 7 ? Promise.reject(new Error('lost')) : commit(read, write);
    };
    const retries: string[] = [];
    const onRetry = (error: unknown) => void retries.push(String(error));
    const ended = await endSessions(all.services, all.incident, { pageSize, onRetry });
    assert.match(retries.join(), /^AccountFailed: the account \S{43} could not be changed: lost$/);
    assert.equal(ended.revokedCount, 2 * accountCount);
    assertAllOut(all);
    assert.deepEqual([...new Set(timesTold(all, all.meant))], [1]);
  });

  it('names the account that cannot be changed, with all before its page done', async () => {
    const all = await crowd();
    const ids = [...all.services.sessions.content.accounts.keys()].sort();
    const { commit } = all.services.sessions;
    all.services.sessions.commit = (read, write) =>
      read.accountId === ids[15] ? Promise.reject(new Error('broken')) : commit(read, write);
    const pages: EndedSessions[] = [];
    const onPage = (progress: EndedSessions) => void pages.push(progress);
    await assert.rejects(
      endSessions(all.services, all.incident, { pageSize, onPage }),
      new RegExp(`the account ${ids[15]} could not be changed: broken`),
    );
    assert.deepEqual(
      pages.map(({ after }) => after),
      [ids[9]],
    );
    // It can be passed over.
    await endSessions(all.services, all.incident, { pageSize, after: ids[15]! });
    assert.equal(liveOf(all, all.meant).length, 2);
  });

  it('goes on although FCM fails: what is owed is left to the queue', async () => {
    const all = await crowd(3);
    all.services.outcome = { kind: 'retry', afterSeconds: 10 };
    const { isComplete } = await endSessions(all.services, all.incident);
    assert.deepEqual([isComplete, all.services.queued.length], [true, 3]);
    assert.deepEqual(liveOf(all, all.meant), []);
  });
});
