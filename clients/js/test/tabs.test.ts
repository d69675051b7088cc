import { deepEqual, equal } from 'node:assert/strict';
import { installed } from './installed.ts';

describe('client: two tabs', () => {
  it('register one sign-in once', async () => {
    const { open, browser, server } = installed();
    browser.signIn('alice');
    await Promise.all([open().start(), open().start()]);
    equal(server.count('registerSession'), 1);
  });

  it('register it once though the custom token arrives late in the other tab', async () => {
    const { open, browser, server } = installed();
    browser.signIn('alice');
    const late = { ...browser.transports() };
    const stale = browser.identity;
    let looks = 0;
    late.identity = async () => (++looks < 6 ? stale : browser.identity);
    await open().start();
    await open({ transports: late }).start();
    equal(server.count('registerSession'), 1);
  });

  it('refresh once for both', async () => {
    const { open, browser, server } = installed();
    browser.signIn('alice');
    const [one, two] = [open(), open()];
    await one.start();
    const token = await one.accessToken();
    const [first, second] = await Promise.all([one.accessToken(token), two.accessToken(token)]);
    equal(first, second);
    equal(server.count('refreshTokens'), 1);
  });

  it('without a common lock, take no refusal of an outdated token for the end', async () => {
    const { open, browser, server, storage } = installed();
    browser.signIn('alice');
    const client = open();
    await client.start();
    const ended: unknown[] = [];
    client.onEnded((end) => ended.push(end));
    let isFirst = true;
    server.intercept = (name) => {
      if (name !== 'refreshTokens' || !isFirst) return null;
      isFirst = false;
      // Meanwhile the other tab has refreshed, and stored what it got.
      const kept = JSON.parse(storage.getItem('device-sessions.session') ?? '');
      const [session] = server.live();
      kept.refreshToken = session?.refresh;
      kept.accessToken = 'theirs';
      storage.setItem(
        'device-sessions.session',
        JSON.stringify({ ...kept, refreshToken: 'newer' }),
      );
      if (session) session.refresh = 'newer';
      return { status: 401, body: { error: 'invalid_grant', reason: 'token_invalid' } };
    };
    equal(await client.accessToken(await client.accessToken()), 'theirs');
    deepEqual(ended, []);
  });
});
