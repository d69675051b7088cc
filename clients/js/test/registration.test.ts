import { deepEqual, equal, notEqual, rejects } from 'node:assert/strict';
import { until } from '../testing/until.ts';
import { pageLocks } from '../src/core/locks.ts';
import { installed, refusedFor, started } from './installed.ts';

describe('client: registration', () => {
  it('opens a session and signs in with its custom token', async () => {
    const { client, browser } = installed();
    browser.signIn('alice');
    const { session } = await client.start();
    equal(browser.identity?.sessionId, session.sessionId);
  });

  it('refuses to start while nobody is signed in to Firebase', async () => {
    const { client } = installed();
    await rejects(client.start(), refusedFor('sign_in_required'));
  });

  it('asks at the next start whether the session lives, and opens no second one', async () => {
    const { client, open, browser, server } = installed();
    browser.signIn('alice');
    await client.start();
    await open().start();
    equal(server.count('registerSession'), 1);
    equal(server.count('updateSession'), 1);
  });

  it('tells at the next start only what has changed, and never the name', async () => {
    const { client, open, browser, server } = installed();
    browser.signIn('alice');
    await client.start({ pushToken: 'push1' });
    await open().start({ pushToken: 'push1' });
    await open().start({ pushToken: 'push2' });
    const told = server.calls.filter(({ name }) => name === 'updateSession');
    deepEqual(
      told.map(({ data }) => data),
      [{}, { pushToken: 'push2' }],
    );
  });

  for (const lost of ['request', 'answer'] as const) {
    it(`opens one session where the ${lost} of the first try is lost`, async () => {
      const { client, browser, server } = installed();
      browser.signIn('alice');
      let tries = 0;
      server.lose = () => (++tries === 1 ? lost : null);
      await client.start();
      equal(server.live().length, 1);
      equal(server.count('registerSession'), 2);
    });
  }

  it('keeps the attempt across pages until it is answered', async () => {
    const { client, open, browser, server } = installed();
    browser.signIn('alice');
    server.lose = () => 'answer';
    await rejects(client.start());
    server.lose = () => null;
    await open().start();
    const attempts = server.calls.map(({ data }) => data['attempt']);
    equal(new Set(attempts).size, 1);
    equal(server.sessions.size, 1);
  });

  it('repeats the attempt where the page closed before the custom token was used', async () => {
    const { open, browser, server } = installed();
    browser.signIn('alice');
    let hasClosed = false;
    const signInWithCustomToken = () => {
      hasClosed = true;
      return new Promise<never>(() => {});
    };
    const closing = { ...browser.transports(), signInWithCustomToken };
    const locks = pageLocks();
    void open({ transports: closing, locks }).start();
    await until('a custom token', () => hasClosed);
    const { session } = await open().start();
    equal(server.sessions.size, 1);
    equal(browser.identity?.sessionId, session.sessionId);
  });

  it('makes a new attempt for the next sign-in', async () => {
    const { client, browser, server } = installed();
    browser.signIn('alice');
    await client.start();
    await client.signOut();
    browser.signIn('alice', 2000);
    await client.start();
    const [first, second] = server.calls.filter(({ name }) => name === 'registerSession');
    notEqual(first?.data['attempt'], second?.data['attempt']);
  });

  it('makes another attempt for another person', async () => {
    const { client, browser, server } = installed();
    browser.signIn('alice');
    server.lose = () => 'request';
    await rejects(client.start());
    server.lose = () => null;
    browser.signIn('bob');
    await client.start();
    const attempts = server.calls.map(({ data }) => data['attempt']);
    equal(new Set(attempts).size, 2);
  });

  it('shows the device token at every later registration', async () => {
    const { client, browser, server } = installed();
    browser.signIn('alice');
    await client.start();
    await client.signOut();
    browser.signIn('bob', 2000);
    await client.start();
    const registered = server.calls.filter(({ name }) => name === 'registerSession');
    deepEqual(
      registered.map(({ data }) => 'deviceToken' in data),
      [false, true],
    );
  });

  it('shows the refresh token of the session that a new sign-in replaces', async () => {
    const { client, browser, server } = installed();
    browser.signIn('alice');
    await client.start();
    const [{ refresh } = { refresh: '' }] = server.live();
    browser.signIn('alice', 2000);
    await client.start();
    equal(server.calls.at(-1)?.data['refreshToken'], refresh);
    equal(server.live().length, 1);
  });

  it('ends the session of whoever was signed in before, also after only an SDK sign-out', async () => {
    const { client, browser, server } = installed();
    browser.signIn('alice');
    await client.start();
    browser.signIn('bob', 2000);
    await client.start();
    await until('the end of the first session', () => server.live().length === 1);
    equal(server.live()[0]?.userId, 'bob');
  });

  it('registers again by itself where a reauthentication took the session from the ID token', async () => {
    const { client, browser, server } = installed();
    browser.signIn('alice');
    await client.start();
    browser.signIn('alice', 2000);
    equal((await client.list()).length, 1);
    equal(server.count('registerSession'), 2);
  });

  it('keeps the push token where it registers again by itself', async () => {
    const { client, browser, server } = await started();
    await client.update({ pushToken: 'fcm-1' });
    browser.signIn('alice', 2000);
    await client.list();
    equal(
      server.calls.findLast(({ name }) => name === 'registerSession')?.data['pushToken'],
      'fcm-1',
    );
  });

  it('keeps the installation id that took the place of the push token, and never names both', async () => {
    const { client, browser, server } = await started();
    const last = () =>
      server.calls.findLast(({ name }) => name === 'registerSession')?.data as Record<
        string,
        string
      >;
    await client.update({ pushToken: 'fcm-1' });
    await client.update({ pushInstallationId: 'fid-1' });
    browser.signIn('alice', 2000);
    await client.list();
    deepEqual([last()['pushToken'], last()['pushInstallationId']], [undefined, 'fid-1']);
    browser.signIn('alice', 3000);
    await client.start({ pushToken: 'fcm-2' });
    deepEqual([last()['pushToken'], last()['pushInstallationId']], ['fcm-2', undefined]);
    browser.signIn('alice', 4000);
    await client.list();
    deepEqual([last()['pushToken'], last()['pushInstallationId']], ['fcm-2', undefined]);
  });

  it('brings back no push address that was taken back, by whichever name', async () => {
    const { client, browser, server } = await started();
    const sent = (name: string) => server.calls.findLast((call) => call.name === name)!.data;
    await client.update({ pushToken: 'fcm-1' });
    await client.update({ pushInstallationId: null });
    browser.signIn('alice', 2000);
    await client.list();
    equal(sent('registerSession')['pushToken'] ?? null, null);
    await client.update({ pushInstallationId: 'fid-1' });
    await client.update({ pushToken: null });
    await client.start({ pushInstallationId: 'fid-1' });
    equal(sent('updateSession')['pushInstallationId'], 'fid-1');
  });

  it('says of a new installation id only once', async () => {
    const { client, server } = await started();
    await client.start({ pushInstallationId: 'fid-1' });
    deepEqual(server.calls.at(-1)?.data, { pushInstallationId: 'fid-1' });
    await client.start({ pushInstallationId: 'fid-1' });
    deepEqual(server.calls.at(-1)?.data, {});
    await client.start({ pushToken: 'fcm-1' });
    deepEqual(server.calls.at(-1)?.data, { pushToken: 'fcm-1' });
  });

  it('says that the list is another one once pushes reach the device, and then no more', async () => {
    const { client, server } = await started();
    let changes = 0;
    server.pushes = 'none';
    await client.list();
    client.onChanged(() => changes++);
    server.pushes = 'ok';
    await client.update({ pushInstallationId: 'fid-1' });
    await client.update();
    deepEqual([changes, client.pushes()], [1, 'ok']);
  });

  it('says at once what the app knows better', async () => {
    const { client, browser, server } = installed();
    browser.signIn('alice');
    await client.start({ deviceName: 'My laptop', appVersion: '2.0', pushToken: 'fcm-1' });
    const { deviceName, appVersion, pushToken } = server.calls[0]!.data;
    deepEqual([deviceName, appVersion, pushToken], ['My laptop', '2.0', 'fcm-1']);
    await client.start({ appVersion: '2.0', pushToken: 'fcm-1' });
    deepEqual(server.calls.at(-1)?.data, {});
  });

  it('answers all calls that need it at once, in all tabs', async () => {
    const { client, open, browser, server } = await started();
    browser.signIn('alice', 2000);
    const tab = open();
    await Promise.all([client.list(), client.update(), tab.list()]);
    equal(server.live().length, 1);
  });

  for (const next of ['nobody', 'bob'] as const) {
    it(`signs in nobody for whom the answer comes too late: ${next} is signed in by then`, async () => {
      const { open, browser, server, storage } = installed();
      browser.signIn('alice');
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const transports = browser.transports();
      let isAsked = false;
      const late = {
        ...transports,
        async call(name: string, data: object) {
          const answer = await transports.call(name, data);
          if (name === 'registerSession' && !isAsked) {
            isAsked = true;
            await released;
          }
          return answer;
        },
      };
      const client = open({ transports: late });
      const starting = client.start();
      await until('the question', () => isAsked);
      await client.signOut();
      if (next === 'bob') browser.signIn('bob', 2000);
      release();
      await rejects(starting, refusedFor('sign_in_required'));
      await until('the end of what was opened', () => server.live().length === 0);
      equal(storage.getItem('device-sessions.session'), null);
      equal(browser.identity?.userId ?? 'nobody', next);
      if (next === 'bob') {
        await client.start();
        equal(server.live()[0]?.userId, 'bob');
      }
    });
  }

  const silent: Record<string, () => never> = {
    throws: () => {
      throw new Error('blocked');
    },
    rejects: (() => Promise.reject(new Error('blocked'))) as () => never,
    'says nothing': (() => undefined) as () => never,
    'never answers': (() => new Promise(() => {})) as () => never,
  };
  for (const [what, describe] of Object.entries(silent)) {
    it(`opens a session where what describes the device ${what}`, async () => {
      const after = (_: number, run: () => void) => {
        const timer = setTimeout(run, 5);
        return () => clearTimeout(timer);
      };
      const { client, browser, server } = installed({ describe, after });
      browser.signIn('alice');
      await client.start();
      equal(server.live().length, 1);
      const { deviceName, deviceType } = server.calls[0]!.data;
      deepEqual([deviceName, deviceType], ['', 'WEB']);
    });
  }
});
