import { deepEqual, equal, notEqual, ok, rejects } from 'node:assert/strict';
import { installed, refusedFor, started } from './installed.ts';

describe('client: fetch', () => {
  it('refreshes once on 401 and sends the same body again', async () => {
    const { client, browser, server } = await started();
    const first = await client.accessToken();
    const seen: unknown[] = [];
    browser.api = (token, body) => {
      seen.push({ isFirst: token === first, body });
      return new Response(null, { status: token === first ? 401 : 200 });
    };
    const answer = await client.fetch('https://api.example.com/', { method: 'POST', body: 'b' });
    equal(answer.status, 200);
    equal(server.count('refreshTokens'), 1);
    deepEqual(seen, [
      { isFirst: true, body: 'b' },
      { isFirst: false, body: 'b' },
    ]);
  });

  it('gives the second 401 to the caller and ends nothing', async () => {
    const { client, browser, server } = await started();
    browser.api = () => new Response(null, { status: 401 });
    equal((await client.fetch('https://api.example.com/')).status, 401);
    equal(server.count('refreshTokens'), 1);
    notEqual(browser.identity, null);
  });

  it('refreshes before the token runs out', async () => {
    let now = 1_000_000;
    const { client, browser, server } = installed({ now: () => now });
    browser.signIn('alice');
    await client.start();
    now += 590_000;
    await client.fetch('https://api.example.com/');
    equal(server.count('refreshTokens'), 1);
  });

  it('repeats a refresh whose answer was lost, with the same refresh token', async () => {
    const { client, browser, server } = await started();
    let tries = 0;
    server.lose = () => (++tries === 1 ? 'answer' : null);
    const token = await client.accessToken();
    ok(await client.accessToken(token));
    const [one, two] = server.calls.filter(({ name }) => name === 'refreshTokens');
    equal(one?.data['refresh_token'], two?.data['refresh_token']);
    notEqual(browser.identity, null);
  });

  for (const [what, answer] of Object.entries({
    'a 500': { status: 500, body: null },
    'a 401 of a proxy': { status: 401, body: null },
    "a 401 of a captive portal with a page's text": { status: 401, body: 'Log in' },
    "a 200 that is not the server's": { status: 200, body: null },
    'a 200 without tokens': { status: 200, body: {} },
    'a 503': { status: 503, body: { error: 'x', reason: 'unavailable', retryAfterSeconds: 1 } },
  })) {
    it(`does not take ${what} for the end of the session`, async () => {
      const { client, browser, server, open } = await started();
      const token = await client.accessToken();
      server.intercept = () => answer;
      await rejects(client.accessToken(token));
      notEqual(browser.identity, null);
      server.intercept = () => null;
      ok(await open().accessToken(token));
    });
  }

  for (const reason of ['session_revoked', 'session_expired'] as const) {
    it(`ends when the refresh is refused for ${reason}`, async () => {
      const { client, browser, server } = await started();
      const ended: string[] = [];
      client.onEnded((end) => ended.push(end.reason));
      server.end(browser.identity?.sessionId ?? '', { reason });
      await rejects(client.accessToken(await client.accessToken()), refusedFor(reason));
      deepEqual(ended, [reason]);
      equal(browser.identity, null);
    });
  }

  const allowed = {
    issuer: 'https://issuer.example/kit',
    apiOrigins: ['https://api.example.com/v1'],
  };
  for (const url of [
    'https://api.example.com/notes',
    'https://issuer.example/x',
    'https://api.example.com',
  ]) {
    it(`sends the access token to ${url}, which the app has named`, async () => {
      const { client, browser } = await started(allowed);
      let isShown = false;
      browser.api = (token) => {
        isShown = token !== '';
        return new Response('fine');
      };
      await client.fetch(url);
      ok(isShown);
    });
  }

  for (const url of [
    ...['https://evil.example/', 'http://api.example.com/', 'https://api.example.com:8443/'],
    ...['https://api.example.com.evil.example/', 'https://sub.api.example.com/'],
    ...['data:text/plain,x', 'blob:https://api.example.com/1'],
  ]) {
    it(`sends nothing at all to ${url}, which the app has not named`, async () => {
      const { client, browser, server } = await started(allowed);
      let calls = 0;
      browser.api = () => {
        calls++;
        return new Response('stolen');
      };
      const before = server.calls.length;
      await rejects(client.fetch(url), /^TypeError: Not in apiOrigins: /);
      deepEqual([calls, server.calls.length], [0, before]);
    });
  }
});
