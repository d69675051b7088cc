// A Vite and React 19 app, made by the lines of the documents: strict types, a build, and a page under a
// strict policy.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { launchChromium, type Page } from '../../../web/test/browser.ts';
import { functionsBin, root } from '../../process/paths.ts';
import { heldPage } from './heldPage.ts';
import { filesIn, packClient, type PackedClient } from './packed.ts';
import { packagesFolder } from './packages.ts';

const run = promisify(execFile);
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' http://127.0.0.1:*; " +
  "img-src 'self' data:; frame-src 'self'";

const html = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>My app</title></head>
  <body><div id="root"></div><script type="module" src="/src/main.tsx"></script></body>
</html>
`;
const compilerOptions = {
  ...{ target: 'es2022', module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx' },
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
  ...{ lib: ['es2022', 'dom', 'dom.iterable'], noEmit: true, skipLibCheck: false, types: [] },
};

describe('a Vite and React app, by the documents', () => {
  let packed: PackedClient;
  let app: string;
  before(async () => {
    packed = await packClient();
    app = join(packed.folder, 'app');
    const modules = join(app, 'node_modules');
    mkdirSync(join(modules, '@device-sessions'), { recursive: true });
    mkdirSync(join(modules, '@types'));
    cpSync(packed.path, join(modules, '@device-sessions', 'client'), { recursive: true });
    for (const name of [
      'firebase',
      '@firebase',
      'lit',
      'lit-html',
      'lit-element',
      '@lit',
      'bowser',
    ]) {
      link(join(root, 'node_modules', name), join(modules, name));
    }
    for (const name of ['@types/react', '@types/react-dom', 'csstype', 'vite', '@vitejs']) {
      link(join(packagesFolder, 'node_modules', name), join(modules, name));
    }
    for (const name of ['react', 'react-dom', 'scheduler']) {
      link(join(packagesFolder, 'node_modules', name), join(modules, name));
    }
    const screen = readFileSync(
      join(root, 'docs', 'clients', 'react', 'ActiveSessions.tsx'),
      'utf8',
    );
    const files = new Map([
      ...filesIn('docs/clients/react.md'),
      ['src/ActiveSessions.tsx', screen],
      ['src/held.tsx', heldPage],
      ['index.html', html],
      ['tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] })],
      ['package.json', JSON.stringify({ name: 'my-app', type: 'module' })],
    ]);
    assert.ok(files.has('src/main.tsx') && files.has('src/firebase.ts'));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(app, path)), { recursive: true });
      writeFileSync(join(app, path), text);
    }
  });
  after(() => rmSync(packed.folder, { recursive: true, force: true }));

  it('has no fault in strict TypeScript', async () => {
    const { stdout } = await run(join(functionsBin, 'tsc'), ['--project', app]).catch(
      (failed: { stdout: string }) => failed,
    );
    assert.equal(stdout, '');
  });

  it('may have the element itself in JSX, with its types', async () => {
    const wrong = `import '@device-sessions/client/react';
import { sessions } from './ActiveSessions';
export const right = <active-sessions client={sessions} hideEnded locale="de" />;
export const wrong = <active-sessions client="sessions" />;
`;
    writeFileSync(join(app, 'src', 'jsx.tsx'), wrong);
    const { stdout } = await run(join(functionsBin, 'tsc'), ['--project', app]).catch(
      (failed: { stdout: string }) => failed,
    );
    rmSync(join(app, 'src', 'jsx.tsx'));
    assert.match(stdout, /^\S*jsx\.tsx\(4,\d+\): error TS2322/);
    assert.equal(stdout.match(/error TS/g)?.length, 1, stdout);
  });

  it('is built, and shows its page under a strict policy without a violation', async () => {
    await onPage(app, async (page) => {
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      assert.equal(
        await page.evaluate("customElements.get('active-sessions') !== undefined"),
        true,
      );
    });
  });

  it('shows the screen to wait on where a call was held, until that is over', async () => {
    const folder = join(app, 'held');
    mkdirSync(join(folder, 'src'), { recursive: true });
    writeFileSync(join(folder, 'index.html'), html);
    writeFileSync(join(folder, 'src', 'main.tsx'), heldPage);
    await onPage(folder, async (page) => {
      const button = (name: string) => page.getByRole('button', { name, exact: true });
      await page.getByText('Nothing waits').waitFor();
      await button('Other').click();
      await page.getByText('Said: false').waitFor();
      await button('Held').click();
      await page.getByText('Waiting for your other device').waitFor();
      await button('Answer').click();
      await page.getByText('Said: true').waitFor();
      await page.getByText('Nothing waits').waitFor();
    });
  });
});

/** Builds what is in the folder, and opens its page: nothing may go wrong there. */
async function onPage(folder: string, use: (page: Page) => Promise<void>): Promise<void> {
  const vite = join(packagesFolder, 'node_modules', 'vite', 'bin', 'vite.js');
  await run(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: folder });
  const server = await serve(join(folder, 'dist'));
  const browser = await launchChromium();
  try {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(0);
    const said: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await use(page);
    assert.deepEqual(said, []);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

function link(from: string, to: string): void {
  if (existsSync(from)) symlinkSync(from, to);
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

async function serve(folder: string): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = join(folder, pathname === '/' ? 'index.html' : pathname);
    response.setHeader('Content-Security-Policy', policy);
    if (!existsSync(file)) {
      response.writeHead(204).end();
      return;
    }
    response.setHeader('Content-Type', types[extname(file)] ?? 'text/plain');
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
