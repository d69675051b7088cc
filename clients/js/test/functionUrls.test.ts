import { deepEqual, equal, rejects, throws } from 'node:assert/strict';
import { serverMetadata } from '../../../functions/src/http/serverMetadata.ts';
import { findFunctionUrls } from '../src/core/functionUrls.ts';
import { fakeBrowser, fakeServer } from './fakeServer.ts';
import { installed, refusedFor } from './installed.ts';

const origin = 'https://europe-west1-notes.cloudfunctions.net';
const kit = `${origin}/kit-notes`;

/** The server of a kit in another region: what it is asked for, and its answers, the last one for good. */
function published(...answers: (() => Response)[]) {
  const asked: string[] = [];
  const metadata = () => Response.json(serverMetadata(kit, (name) => `${kit}-${name}`));
  const ask = async (url: string) => {
    asked.push(url);
    return (answers.shift() ?? metadata)();
  };
  return { asked, ask };
}

describe('client: the issuer', () => {
  for (const [issuer, url] of Object.entries({
    'https://notes.example': 'https://notes.example/.well-known/oauth-authorization-server',
    'https://notes.example/': 'https://notes.example/.well-known/oauth-authorization-server',
    'https://notes.example/a': 'https://notes.example/.well-known/oauth-authorization-server/a',
    [origin]: `${origin}/metadata`,
    [kit]: `${kit}-metadata`,
  })) {
    it(`${issuer} is asked at ${url}`, async () => {
      const { asked, ask } = published();
      await findFunctionUrls(issuer, ask)('signOut');
      deepEqual(asked, [url]);
    });
  }

  for (const issuer of ['', 'notes.example', 'https://', 'https://notes.example?a=b']) {
    it(`"${issuer}" is none`, () => {
      throws(() => findFunctionUrls(issuer), /^TypeError: Not an issuer: /);
    });
  }

  it('names every function that the client calls, each with its prefix', async () => {
    const urlOf = findFunctionUrls(kit, published().ask);
    for (const name of ['registerSession', 'answerLoginAlert', 'confirmLogout'] as const) {
      equal(await urlOf(name), `${kit}-${name}`);
    }
    equal(await urlOf('refreshTokens'), `${kit}-refreshTokens`);
    equal(await urlOf('revokeToken'), `${kit}-revokeToken`);
  });

  it('is asked once, by however many calls', async () => {
    const { asked, ask } = published();
    const urlOf = findFunctionUrls(kit, ask);
    await Promise.all([urlOf('listSessions'), urlOf('signOut'), urlOf('refreshTokens')]);
    await urlOf('listSessions');
    equal(asked.length, 1);
  });

  it('is asked again where it could not be reached', async () => {
    const { ask } = published(
      () => new Response(null, { status: 503 }),
      () => {
        throw new TypeError('fetch failed');
      },
    );
    const urlOf = findFunctionUrls(kit, ask);
    await rejects(urlOf('signOut'), /kit-notes-metadata: HTTP 503$/);
    await rejects(urlOf('signOut'), /fetch failed/);
    equal(await urlOf('signOut'), `${kit}-signOut`);
  });

  it('is told of where it does not name a function', async () => {
    const { ask } = published(() => Response.json({ issuer: kit }));
    await rejects(findFunctionUrls(kit, ask)('signOut'), /does not name signOut$/);
  });

  it('is all that a client needs, and being unreachable is no end of the session', async () => {
    const server = fakeServer();
    const browser = fakeBrowser(server);
    const sdk = browser.transports();
    const { ask } = published(() => new Response(null, { status: 500 }));
    const urlOf = findFunctionUrls(kit, ask);
    const called = async (name: string) => (await urlOf(name as 'signOut')).replace(`${kit}-`, '');
    const { open } = installed({
      transports: {
        ...sdk,
        call: async (name, data) => sdk.call(await called(name), data),
        post: async (name, body) => sdk.post(await called(name), body),
      },
    });
    browser.signIn('alice');
    const client = open();
    await client.start();
    const token = await client.accessToken();
    await client.accessToken(token);
    deepEqual(
      server.calls.map(({ name }) => name),
      ['registerSession', 'refreshTokens'],
    );
  });

  for (const [issuer, url] of Object.entries({
    'http://127.0.0.1:5001/demo-notes/us-central1':
      'http://127.0.0.1:5001/demo-notes/us-central1/metadata',
    'http://localhost:5001/demo-notes/europe-west1/':
      'http://localhost:5001/demo-notes/europe-west1/metadata',
    'http://127.0.0.1:5001/demo-notes/us-central1/kit-notes':
      'http://127.0.0.1:5001/demo-notes/us-central1/kit-notes-metadata',
    'http://127.0.0.1:5000': 'http://127.0.0.1:5000/.well-known/oauth-authorization-server',
    'http://[::1]:5000': 'http://[::1]:5000/.well-known/oauth-authorization-server',
  })) {
    it(`of an emulator, ${issuer}, is asked at ${url}`, async () => {
      const { asked, ask } = published();
      await findFunctionUrls(issuer, ask)('signOut');
      deepEqual(asked, [url]);
    });
  }

  const naming = (signOut: string) => async () =>
    Response.json({ device_session_endpoints: { signOut } });
  const hosts = [
    ...['http://10.0.2.2:5001/p/us-central1', 'http://192.168.1.7:5000', 'http://notes.example'],
    ...[
      'http://127.0.0.1.evil.example/',
      'http://127.0.0.1:80@evil.example/',
      'http://localhost.evil',
    ],
  ];
  for (const issuer of hosts) {
    it(`${issuer} is none without allowHttp, for its http leaves this machine`, () => {
      throws(() => findFunctionUrls(issuer), /^TypeError: Not an issuer without allowHttp: /);
    });
  }

  it('may be http beyond this machine with allowHttp', async () => {
    const issuer = 'http://10.0.2.2:5001/demo-notes/us-central1';
    const url = `${issuer}/signOut`;
    equal(await findFunctionUrls(issuer, naming(url), { allowHttp: true })('signOut'), url);
  });

  for (const url of [
    'http://notes.example/signOut',
    'http://127.0.0.1/signOut',
    'ftp://a/b',
    '//a',
  ]) {
    it(`that is https may not be lowered to ${url} by what it publishes`, async () => {
      for (const options of [{}, { allowHttp: true }]) {
        await rejects(
          findFunctionUrls(origin, naming(url), options)('signOut'),
          /^TypeError: Not https: /,
        );
      }
    });
  }

  it('on this machine may name no other by http', async () => {
    const issuer = 'http://127.0.0.1:5000';
    await rejects(
      findFunctionUrls(issuer, naming('http://evil.example/signOut'))('signOut'),
      /^TypeError: Not https: http:\/\/evil/,
    );
    equal(await findFunctionUrls(issuer, naming(`${kit}-signOut`))('signOut'), `${kit}-signOut`);
  });

  for (const [what, answer] of Object.entries({
    'a page': () => new Response('<!doctype html>'),
    'a 404': () => new Response('Not found', { status: 404 }),
    'an answer without a body': () => new Response(null, { status: 204 }),
  })) {
    it(`that answers with ${what} is told which one is right`, async () => {
      const { ask } = published(answer);
      await rejects(
        findFunctionUrls('https://notes.example', ask)('signOut'),
        /the issuer is https:\/\/<region>-<project>\.cloudfunctions\.net$/,
      );
    });
  }

  for (const [what, answer] of Object.entries({
    'a 404': () => new Response('Not found', { status: 404 }),
    'what a page may not read': () => {
      throw new TypeError('Failed to fetch');
    },
  })) {
    it(`of an emulator that answers with ${what} is told which one is right`, async () => {
      const { ask } = published(answer);
      await rejects(
        findFunctionUrls('http://127.0.0.1:5001/demo-notes', ask)('signOut'),
        /the issuer is http:\/\/127\.0\.0\.1:5001\/<project>\/<region>$/,
      );
    });
  }

  it('is asked again where its answer never came', async () => {
    const late: (() => void)[] = [];
    let isFirst = true;
    const { ask: answered } = published();
    const ask = async (url: string) => {
      if (!isFirst) return await answered(url);
      isFirst = false;
      return await new Promise<Response>(() => {});
    };
    const after = (_: number, run: () => void) => {
      late.push(run);
      return () => {};
    };
    const urlOf = findFunctionUrls(kit, ask, { after });
    const first = urlOf('signOut');
    late[0]?.();
    await rejects(first, refusedFor('unavailable'));
    equal(await urlOf('signOut'), `${kit}-signOut`);
  });
});
