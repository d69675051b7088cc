// Each deployed function as Cloud Run starts it: from what the CLI uploads, installed by npm alone, in
// Google's functions framework, with the environment that the CLI sends.
import assert from 'node:assert/strict';
import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../../../clients/js/testing/until.ts';
import { startEmulator, type Emulator } from '../../emulator/src/emulator.ts';
import { generateSessionKeys } from '../../../functions/src/tokens/sessionKeys.ts';
import { sendCreated } from './cloudEvent.ts';
import { filesOf } from './upload.ts';
import { createdBy, deployed, projectIdOf, uploadedBy, type CreateBody } from './variants.ts';

const json = { 'content-type': 'application/json' };

describe('the uploaded functions, installed by npm ci --omit=dev', () => {
  let folder: string;
  let firestore: Emulator;
  /** By the secrets that their functions have, which must find what they need among these alone. */
  const hosts = new Map<string, Host>();
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
    for (const { child } of hosts.values()) child.kill();
    await firestore?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Serves this function until the next one of the host is. */
  async function serve(id: string, given = secrets): Promise<{ url: string; host: Host }> {
    const { buildConfig, serviceConfig, eventTrigger } = functions.get(id)!;
    const bound = (serviceConfig.secretEnvironmentVariables ?? []).map(({ key }) => [
      key,
      given[key],
    ]);
    const name = JSON.stringify(bound);
    const host = hosts.get(name) ?? startHost(folder);
    hosts.set(name, host);
    host.child.send({
      NODE_ENV: 'production',
      FUNCTION_TARGET: buildConfig.entryPoint,
      FUNCTION_SIGNATURE_TYPE: eventTrigger ? 'cloudevent' : 'http',
      K_SERVICE: id,
      ...serviceConfig.environmentVariables,
      ...(Object.fromEntries(bound) as Record<string, string>),
      FIRESTORE_EMULATOR_HOST: `127.0.0.1:${firestore.port}`,
      METADATA_SERVER_DETECTION: 'none',
    });
    const [port] = (await once(host.child, 'message')) as [number];
    assert.notEqual(port, 0, `${id} did not load:\n${host.output()}`);
    return { url: `http://127.0.0.1:${port}/`, host };
  }

  it('are all of them, and each answers as documented', async () => {
    const ids = [...functions.keys()];
    assert.ok(ids.length >= 15);

    for (const name of ids) {
      const { eventTrigger, labels } = functions.get(name)!;
      const { url } = await serve(name);
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
    }
  });

  it('name lines that can be read in the stack of an error that nobody meant', async () => {
    const { url, host } = await serve('jwks', { ...secrets, SESSION_KEYS: 'no JSON' });
    assert.equal((await fetch(url)).status, 500);
    const entry = await until(
      'the error is logged',
      () => host.output().match(/^.*"severity":"ERROR".*$/m)?.[0] ?? null,
    );
    const { message } = JSON.parse(entry) as { message: string };
    const [, file = '', line] =
      /at readSet \(.*\/(dist\/[\w/]+\.js):(\d+):\d+\)/.exec(message) ?? [];
    const uploaded = readFileSync(join(folder, file), 'utf8').split('\n');
    assert.match(uploaded[Number(line) - 1] ?? '', /SESSION_KEYS is not JSON/, message);
    assert.match(message, /\/dist\/functions\/jwks\.js:/);
  });
});

interface Host {
  child: ChildProcess;
  /** What it has written. */
  output(): string;
}

function startHost(folder: string): Host {
  const child = fork(join(import.meta.dirname, 'host.ts'), {
    cwd: folder,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return { child, output: () => output };
}

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
