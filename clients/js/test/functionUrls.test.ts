import { deepEqual, equal, rejects, throws } from 'node:assert/strict';
import { serverMetadata } from '../../../functions/src/http/serverMetadata.ts';
import { findFunctionUrls } from '../src/core/functionUrls.ts';
import { fakeBrowser, fakeServer } from './fakeServer.ts';
import { installed } from './installed.ts';

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
});
