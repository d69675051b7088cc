// The packed tarball as a function kit in another project, started by the pinned Firebase CLI.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { packageBin } from '../../scripts/paths.ts';
import { engineEnvironment } from '../../scripts/stack/engine.ts';
import { instance, layOutProject } from './project.ts';
import { packKit } from './tarball.ts';

const run = promisify(execFile);
const project = 'demo-kit';
const emulators = ['auth', 'functions', 'firestore', 'tasks', 'eventarc', 'hub', 'logging'];

describe('the kit in a project of its own', () => {
  it('registers, lists and revokes under the names of its instance', async function () {
    this.timeout(180_000);
    const { folder, file } = await packKit();
    try {
      const home = join(folder, 'project');
      mkdirSync(home);
      const free = await freePorts(emulators.length);
      const ports = Object.fromEntries(emulators.map((name, at) => [name, free[at]!]));
      await layOutProject(home, file, ports);
      await holdsManifest(join(home, 'function-kits', 'device-sessions', 'source'));
      const play = [
        ...[process.execPath, join(import.meta.dirname, 'play.ts')],
        ...[`127.0.0.1:${ports['functions']}`, `127.0.0.1:${ports['auth']}`, project, instance],
      ].join(' ');
      const child = spawn(
        process.execPath,
        [
          ...[join(packageBin, 'firebase'), 'emulators:exec', play, '--project', project],
          ...['--only', 'auth,functions,firestore,tasks'],
        ],
        {
          cwd: home,
          env: {
            ...process.env,
            ...engineEnvironment('embedded'),
            ...{ CI: 'true', NO_UPDATE_NOTIFIER: '1', METADATA_SERVER_DETECTION: 'none' },
            ...{ FUNCTIONS_DISCOVERY_TIMEOUT: '60', XDG_CONFIG_HOME: join(folder, 'config') },
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      const [output, errors, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close') as Promise<[number]>,
      ]);
      assert.equal(code, 0, output + errors);
      assert.match(output, /The kit was played through/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => (server.close(), once(server, 'close'))));
  return ports;
}

/** What the CLI reads of the kit before it deploys an instance. */
async function holdsManifest(source: string): Promise<void> {
  const file = join(source, 'manifest.json');
  await run(
    process.execPath,
    [join(source, 'node_modules', '.bin', 'firebase-functions'), source],
    {
      cwd: source,
      env: {
        ...{ PATH: process.env.PATH, GCLOUD_PROJECT: project, FUNCTIONS_CONTROL_API: 'true' },
        FIREBASE_CONFIG: JSON.stringify({ projectId: project }),
        FUNCTIONS_MANIFEST_OUTPUT_PATH: file,
        FIREBASE_KIT_INSTANCE_ID: instance,
      },
    },
  );
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
    endpoints: Record<string, object>;
    requiredRoles: string[];
    lifecycleHooks: object;
  };
  assert.ok(manifest.endpoints['registerSession'] && manifest.endpoints['reportSetup']);
  assert.ok(manifest.requiredRoles.includes('roles/iam.serviceAccountTokenCreator'));
  assert.deepEqual(manifest.lifecycleHooks, {
    afterFirstDeploy: { task: { function: 'reportSetup' } },
  });
}
