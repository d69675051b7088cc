// Each deployed function as Cloud Run starts it: from what the CLI uploads, installed by npm alone, in
// Google's functions framework, with the environment that the CLI sends.
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { startEmulator, type Emulator } from '../../emulator/src/emulator.ts';
import { generateSessionKeys } from '../../../functions/src/tokens/sessionKeys.ts';
import { root } from '../../process/paths.ts';
import { sendCreated } from './cloudEvent.ts';
import { filesOf } from './upload.ts';
import { createdBy, deployed, projectIdOf, uploadedBy, type CreateBody } from './variants.ts';

const framework = join(
  root,
  'tools/rehearsals/packages/node_modules/@google-cloud/functions-framework/build/src/main.js',
);
const json = { 'content-type': 'application/json' };

describe('the uploaded functions, installed by npm ci --omit=dev', () => {
  let folder: string;
  let firestore: Emulator;
  let functions: Map<string, CreateBody>;
  let secrets: Record<string, string>;

  before(async () => {
    const rehearsal = await deployed('first');
    functions = createdBy(rehearsal);
    folder = mkdtempSync(join(tmpdir(), 'uploaded-'));
    for (const [name, content] of filesOf(uploadedBy(rehearsal))) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const install = ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'];
    await promisify(execFile)('npm', install, { cwd: folder });
    firestore = await startEmulator({ host: '127.0.0.1', port: 0, functionsEmulator: undefined });
    secrets = {
      SESSION_KEYS: await generateSessionKeys(),
      INTROSPECTION_SECRET: 'introspection-secret',
      IPAPI_KEY: 'none',
    };
  });
  after(async () => {
    await firestore?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs `use` with the address of this function; resolves to what it has written. */
  async function serving(
    id: string,
    use: (url: string) => Promise<void>,
    env: Record<string, string> = {},
  ): Promise<string> {
    const { buildConfig, serviceConfig, eventTrigger } = functions.get(id)!;
    const port = await freePort();
    const bound = serviceConfig.secretEnvironmentVariables ?? [];
    const child = spawn(process.execPath, [framework], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        PORT: String(port),
        FUNCTION_TARGET: buildConfig.entryPoint,
        FUNCTION_SIGNATURE_TYPE: eventTrigger ? 'cloudevent' : 'http',
        K_SERVICE: id,
        ...serviceConfig.environmentVariables,
        ...Object.fromEntries(bound.map(({ key }) => [key, secrets[key]])),
        FIRESTORE_EMULATOR_HOST: `127.0.0.1:${firestore.port}`,
        METADATA_SERVER_DETECTION: 'none',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    try {
      await use(await addressOf(child, port, output));
    } finally {
      child.kill();
      await once(child, 'close');
    }
    return (await output).join('');
  }

  it('are all of them, and each answers as documented', async () => {
    const ids = [...functions.keys()];
    assert.ok(ids.length >= 15);

    const seen: string[] = [];
    await Promise.all(
      [0, 1, 2].map(async () => {
        for (let id = ids.shift(); id; id = ids.shift()) {
          const name = id;
          const { eventTrigger, labels } = functions.get(name)!;
          await serving(name, async (url) => {
            if (eventTrigger?.eventType.startsWith('google.cloud.firestore')) {
              const { status } = await sendCreated(url, projectIdOf('first'));
              assert.equal(status, 204, name);
            } else if (labels['deployment-callable'] === 'true') {
              await refusesStranger(name, url);
            } else if (
              !eventTrigger &&
              !labels['deployment-taskqueue'] &&
              !labels['deployment-scheduled']
            ) {
              await refusesEmptyRequest(name, url);
            }
          });
          seen.push(name);
        }
      }),
    );
    assert.deepEqual(seen.sort(), [...functions.keys()].sort());
  });

  it('name the files of the sources in the stack of an error that nobody meant', async () => {
    const refusal = async (url: string) => assert.equal((await fetch(url)).status, 500);
    const logged = await serving('jwks', refusal, { SESSION_KEYS: 'no JSON' });
    const entry = logged.split('\n').find((line) => line.includes('"severity":"ERROR"'));
    const { message } = JSON.parse(entry ?? '{}') as { message: string };
    const source = readFileSync(join(root, 'functions/src/tokens/sessionKeys.ts'), 'utf8');
    const [, line] = /\/src\/tokens\/sessionKeys\.ts:(\d+):\d+\)/.exec(message) ?? [];
    assert.match(source.split('\n')[Number(line) - 1] ?? '', /SESSION_KEYS is not JSON/, message);
    assert.match(message, /\/src\/functions\/jwks\.ts:/);
  });
});

async function refusesStranger(name: string, url: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: json, body: '{"data":{}}' });
  assert.equal(response.status, 401, name);
  const { error } = (await response.json()) as { error: { details: object } };
  assert.deepEqual(error.details, { reason: 'sign_in_required' }, name);
}

/** An endpoint of POST refuses a body without a token; one of GET answers. */
async function refusesEmptyRequest(name: string, url: string): Promise<void> {
  const get = await fetch(url);
  if (get.status === 200) {
    assert.match(get.headers.get('content-type') ?? '', /json/, name);
    return;
  }
  assert.equal(get.status, 405, name);
  const response = await fetch(url, { method: 'POST', headers: json, body: '{}' });
  assert.ok([400, 401].includes(response.status), `${name}: ${response.status}`);
  const { error, reason } = (await response.json()) as { error: string; reason: string };
  assert.match(error, /^invalid_/, name);
  assert.match(reason, /^(invalid_input|sign_in_required|token_invalid)$/, name);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until the function answers; throws what it said where it ended. */
async function addressOf(
  child: ChildProcess,
  port: number,
  output: Promise<string[]>,
): Promise<string> {
  const url = `http://127.0.0.1:${port}/`;
  for (;;) {
    if (child.exitCode !== null) {
      throw new Error(`the function did not load:\n${(await output).join('')}`);
    }
    const socket = connect({ port, host: '127.0.0.1' });
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
