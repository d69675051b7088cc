// Everybody out: all that fit, on many accounts, by a run that is killed and taken up again.
import assert from 'node:assert/strict';
import type { Incident } from '../../src/domain/revocation/incident.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import type { EndedSessions } from '../../src/operations/endSessions.ts';
import { endSessions } from '../../src/operations/endSessions.ts';
import { register, signInNow } from '../doubles/device.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';
import { faultyServices } from '../faults/faultyServices.ts';

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
  return { services, incident: { signedInBefore }, meant, others };
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

  it('leaves nothing behind, killed twice in the middle of a page', async () => {
    const all = await crowd();
    // Each page asks some 70 times: its read, and for each account commit, push, commit.
    for (const [at, outage] of [
      [69, 'outage before'],
      [111, 'outage after'],
    ] as const) {
      const dying = faultyServices(all.services, outage, at);
      await assert.rejects(endSessions(dying.services, all.incident, { pageSize }), /away/);
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
});
