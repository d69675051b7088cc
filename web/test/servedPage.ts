// A page around one bundled script, served on a free port of this machine.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bundle } from '../bundle.ts';

export interface ServedPage {
  url: string;
  close(): void;
}

const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Test</title>
    <link rel="stylesheet" href="/page.css" />
  </head>
  <body><main><h1>Account</h1></main><script type="module" nonce="r4nd0m" src="/page.js"></script></body>
</html>`;

const css = `:root { color-scheme: light dark; background: light-dark(#eef0f4, #0d0f13); }
body { margin: 0; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem; }`;

/** With the header Content-Security-Policy, where a policy is given. */
export async function servePage(fixture: string, policy?: string): Promise<ServedPage> {
  const outdir = '/bundle';
  const entries = { page: join(import.meta.dirname, 'fixtures', fixture) };
  const outputs = await bundle({ entries, outdir, write: false });
  const files = new Map(outputs.map(({ path, contents }) => [path.slice(outdir.length), contents]));
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    if (policy) response.setHeader('Content-Security-Policy', policy);
    if (pathname === '/page.css') {
      response.setHeader('Content-Type', 'text/css');
      response.end(css);
      return;
    }
    const script = files.get(pathname);
    response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
    response.end(script ?? html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
