// Sessions that live less than a day without being used, with time given.
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Ended } from '../src/core/ending.ts';
import type { EndsSoon } from '../src/core/keepAlive.ts';
import type { Visibility } from '../src/core/visibility.ts';
import { installed } from './installed.ts';
import { virtualTime } from './virtualTime.ts';

const quarter = 900;
const start = Date.parse('2026-11-25T12:00:00Z');

interface Setting {
  /** Seconds that a session lives without being used, and at the longest. */
  idle?: number;
  longest?: number;
  /** Seconds that the device's clock is ahead. */
  ahead?: number;
  saysUse?: boolean;
}

/** Alice's browser, and a server that notes activity once in a tenth of the idle time, or in five minutes. */
async function living({
  idle = quarter,
  longest = 7 * 86_400,
  ahead = 0,
  saysUse = true,
}: Setting = {}) {
  const time = virtualTime(start);
  const server = { isReached: true, activeAt: start, endsAt: start + idle * 1000 };
  const calls: { name: string; at: number }[] = [];
  const screen = { isVisible: true, changes: [] as (() => void)[], uses: [] as (() => void)[] };
  const listen = (listeners: (() => void)[]) => (listener: () => void) => {
    listeners.push(listener);
    return () => void listeners.splice(listeners.indexOf(listener), 1);
  };
  const visibility: Visibility = {
    isVisible: () => screen.isVisible,
    watch: listen(screen.changes),
    ...(saysUse && { watchUse: listen(screen.uses) }),
  };
  const setup = installed();
  const sdk = setup.browser.transports();
  const view = (session: object) => ({
    ...session,
    lastActiveAt: new Date(server.activeAt).toISOString(),
    expiresAt: new Date(server.endsAt).toISOString(),
  });
  async function call(name: string, data: object): Promise<unknown> {
    calls.push({ name, at: time.elapsedSeconds() });
    if (!server.isReached) throw new Error('offline');
    const now = time.now();
    if (now > server.endsAt) {
      for (const one of setup.server.live()) {
        setup.server.end(one.view.sessionId, { reason: 'session_expired' });
      }
    }
    const answer = (await sdk.call(name, data)) as { session?: object; sessions?: object[] };
    if (name === 'updateSession' && now - server.activeAt >= Math.min(idle * 100, 300_000)) {
      server.activeAt = now;
      server.endsAt = Math.min(now + idle * 1000, start + longest * 1000);
    }
    return {
      ...answer,
      ...(answer.session && { session: view(answer.session) }),
      ...(answer.sessions && { sessions: answer.sessions.map(view) }),
    };
  }
  const ended: Ended[] = [];
  const soon: (EndsSoon | null)[] = [];
  const open = () => {
    const client = setup.open({
      transports: { ...sdk, call },
      visibility,
      now: () => time.now() + ahead * 1000,
      after: time.after,
      patience: { delays: [], longestWait: 0, sleep: time.sleep },
    });
    client.onEnded((end) => ended.push(end));
    client.onEndsSoon((one) => soon.push(one));
    return client;
  };
  const client = open();
  setup.browser.signIn('alice');
  await time.until(client.start());
  await time.settled();
  return {
    ...{ client, open, server, screen, time, calls, ended, soon },
    count: (name: string) => calls.filter((one) => one.name === name).length,
    pass: (seconds: number) => time.until(time.sleep(seconds * 1000)),
    use: () => screen.uses.forEach((used) => used()),
    show(isVisible: boolean) {
      screen.isVisible = isVisible;
      for (const changed of screen.changes) changed();
    },
  };
}

describe('client: a session that ends soon unless it is used', () => {
  it('is kept by whoever uses the app, with one call in a tenth of the time', async () => {
    const { pass, use, calls, ended, soon } = await living();
    for (let at = 0; at < 3600; at += 30) {
      use();
      await pass(30);
    }
    const updates = calls.filter(({ name }) => name === 'updateSession').map(({ at }) => at);
    ok(updates.length >= 30 && updates.length <= 40, `${updates.length} calls in an hour`);
    const gaps = updates.slice(1).map((at, before) => at - updates[before]!);
    ok(Math.min(...gaps) > 89, `${Math.min(...gaps)} s between two calls`);
    deepEqual([ended, soon], [[], []]);
  });

  it('warns who has gone, and ends in time, by the word of the server', async () => {
    const { pass, count, ended, soon } = await living();
    await pass(quarter - 91);
    deepEqual(soon, []);
    await pass(2);
    deepEqual(soon, [{ endsAt: start + quarter * 1000, canStay: true }]);
    await pass(88);
    deepEqual(ended, []);
    await pass(3);
    deepEqual(
      ended.map(({ reason, wipe }) => ({ reason, wipe })),
      [{ reason: 'session_expired', wipe: true }],
    );
    deepEqual(soon.slice(1), [null]);
    equal(count('updateSession'), 0);
    equal(count('listSessions'), 2);
  });

  it('takes the warning back where the person goes on', async () => {
    const { pass, use, ended, soon, count } = await living();
    await pass(quarter - 60);
    use();
    await pass(1);
    equal(soon.length, 2);
    equal(soon[1], null);
    equal(count('updateSession'), 1);
    await pass(quarter - 100);
    deepEqual(ended, []);
  });

  it('is not kept by a page that nobody sees', async () => {
    const { pass, use, show, ended, count } = await living();
    use();
    show(false);
    await pass(quarter + 2);
    equal(ended.length, 1);
    equal(count('updateSession'), 0);
  });

  it('is kept by whoever looks, where the platform does not say more', async () => {
    const { pass, ended } = await living({ saysUse: false });
    await pass(4 * quarter);
    deepEqual(ended, []);
  });

  it('is asked for at once by who comes back after its end', async () => {
    const { pass, show, server, ended } = await living();
    show(false);
    server.isReached = false;
    await pass(2 * quarter);
    deepEqual(ended, []);
    server.isReached = true;
    show(true);
    await pass(60);
    equal(ended.length, 1);
  });

  it('has an absolute end, which nobody tries to move, and of which is warned so', async () => {
    const { pass, use, calls, ended, soon } = await living({ longest: 2000 });
    for (let at = 0; at < 2100; at += 10) {
      use();
      await pass(10);
    }
    deepEqual(soon, [{ endsAt: start + 2_000_000, canStay: false }, null]);
    equal(ended.length, 1);
    const updates = calls.filter(({ name }) => name === 'updateSession').map(({ at }) => at);
    ok(updates.at(-1)! < 2000 - 600, `the last call after ${updates.at(-1)} s`);
  });

  it('has an absolute end of which who goes on after the warning is told', async () => {
    const { pass, use, ended, soon } = await living({ longest: quarter });
    await pass(quarter - 60);
    use();
    await pass(1);
    const endsAt = start + quarter * 1000;
    deepEqual(soon, [
      { endsAt, canStay: true },
      { endsAt, canStay: false },
    ]);
    await pass(61);
    deepEqual(soon.slice(2), [null]);
    equal(ended.length, 1);
  });

  it('warns before an absolute end also in a page that is loaded shortly before', async () => {
    const longest = 12 * 3600;
    const { client, open, time, pass } = await living({ idle: longest, longest });
    await pass(longest - 450);
    await time.until(client.update());
    await pass(250);
    const loaded = open();
    const heard: (EndsSoon | null)[] = [];
    loaded.onEndsSoon((soon) => heard.push(soon));
    await time.until(loaded.start());
    await pass(195);
    equal(heard.length, 1);
  });

  it('is kept by who did something while the server was out of reach', async () => {
    const { pass, use, server, ended, soon, count } = await living();
    use();
    server.isReached = false;
    await pass(100);
    server.isReached = true;
    await pass(60);
    equal(count('updateSession'), 2);
    await pass(quarter - 110);
    deepEqual([ended, soon], [[], []]);
  });

  it('is asked for at the first touch after a computer has slept past its end', async () => {
    const { time, pass, use, ended } = await living();
    use();
    time.setOn(2 * quarter);
    use();
    await pass(1);
    equal(ended.length, 1);
  });

  it('is left alone once the person has signed out', async () => {
    const { client, time, pass, use, calls, soon, screen } = await living();
    await pass(quarter - 60);
    await time.until(client.signOut());
    deepEqual(soon.slice(1), [null]);
    const before = calls.length;
    use();
    await pass(2 * quarter);
    equal(calls.length, before);
    deepEqual([screen.changes, screen.uses], [[], []]);
  });

  it('is warned of where the warning is shown by a part of the app that comes later', async () => {
    const { client, pass } = await living();
    await pass(quarter - 60);
    const heard: (EndsSoon | null)[] = [];
    client.onEndsSoon((one) => heard.push(one));
    await pass(1);
    deepEqual(heard, [{ endsAt: start + quarter * 1000, canStay: true }]);
  });

  it('is kept by all tabs together, with one call', async () => {
    const { open, time, pass, use, calls } = await living();
    await time.until(Promise.all([open().start(), open().start()]));
    const before = calls.length;
    for (let at = 0; at < quarter; at += 30) {
      use();
      await pass(30);
    }
    const updates = calls.slice(before).filter(({ name }) => name === 'updateSession');
    ok(updates.length >= 8 && updates.length <= 10, `${updates.length} calls of three tabs`);
  });

  it('does not end without an answer: it asks again', async () => {
    const { pass, server, ended, count } = await living();
    server.isReached = false;
    await pass(quarter + 300);
    deepEqual(ended, []);
    ok(count('listSessions') >= 5);
    server.isReached = true;
    await pass(60);
    equal(ended.length, 1);
  });

  for (const ahead of [2400, -2400]) {
    it(`ends when it ends, on a device whose clock is ${ahead} s ahead`, async () => {
      const { pass, ended, soon } = await living({ ahead });
      await pass(quarter - 100);
      deepEqual([ended, soon], [[], []]);
      await pass(102);
      equal(soon.length, 2);
      equal(ended.length, 1);
    });
  }

  it('is all of it: who has a day or more is left alone', async () => {
    const { pass, count, screen } = await living({ idle: 86_400 });
    await pass(2 * 86_400);
    equal(count('listSessions') + count('updateSession'), 0);
    deepEqual([screen.changes, screen.uses], [[], []]);
  });
});
