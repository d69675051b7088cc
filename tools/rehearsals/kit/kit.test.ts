// The packed tarball as a function kit in another project, started by the pinned Firebase CLI.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { playOnEmulators } from '../playOnEmulators.ts';
import { livingProject } from '../deploy/livingProject.ts';
import { runOn } from '../deploy/rehearsal.ts';
import { createdBy } from '../deploy/variants.ts';
import { instance, layOutProject } from './project.ts';
import { packKit } from './tarball.ts';

const run = promisify(execFile);
const project = 'demo-kit';
const emulators = ['auth', 'functions', 'firestore', 'tasks', 'eventarc', 'hub', 'logging'];

describe('the kit in a project of its own', () => {
  let folder: string;
  let home: string;
  let ports: Record<string, number>;
  const firebaseJson = () => join(home, 'firebase.json');

  before(async () => {
    const packed = await packKit();
    folder = packed.folder;
    home = join(folder, 'project');
    mkdirSync(home);
    const free = await freePorts(emulators.length);
    ports = Object.fromEntries(emulators.map((name, at) => [name, free[at]!]));
    await layOutProject(home, packed.file, ports);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('asks for its roles, and reports after the first deployment', async () => {
    await holdsManifest(join(home, 'function-kits', 'device-sessions', 'source'));
  });

  it('registers, lists and revokes under the names of its instance', async () => {
    const { code, output, errors } = await playOnEmulators(
      [
        join(import.meta.dirname, 'play.ts'),
        ...[`127.0.0.1:${ports['functions']}`, `127.0.0.1:${ports['auth']}`, project, instance],
      ],
      { home, project, config: join(folder, 'config') },
    );
    assert.equal(code, 0, output + errors);
    assert.match(output, /The kit was played through/);
  });

  it('is deployed beside the functions of a team, with an account of its own', async () => {
    const living = livingProject('living-kit');
    const secrets = living.secrets.map((name) => `kit-${instance}-${name}`);
    const result = await runOn({ ...living, secrets }, 'deploy', [
      ...['--only', 'functions', '--force'],
      ...['--project', living.id, '--config', firebaseJson()],
    ]);
    assert.equal(result.code, 0, result.output);
    const created = createdBy(result);
    assert.ok(created.has(`kit-${instance}-registerSession`));
    for (const [id, { serviceConfig }] of created) {
      assert.match(id, new RegExp(`^kit-${instance}-\\w+$`));
      assert.equal(serviceConfig.environmentVariables['FIREBASE_KIT_INSTANCE_ID'], instance);
      assert.match(serviceConfig.serviceAccountEmail ?? '', /^firebase-fn-\d+@living-kit\./);
      for (const { secret } of serviceConfig.secretEnvironmentVariables ?? []) {
        assert.ok(secrets.includes(secret), secret);
      }
    }
    const granted = JSON.stringify(
      result.calls.filter(({ path }) => path.endsWith(':setIamPolicy')).map(({ body }) => body),
    );
    for (const role of ['iam.serviceAccountTokenCreator', 'cloudtasks.enqueuer', 'run.invoker']) {
      assert.ok(granted.includes(`roles/${role}`), role);
    }
    assert.ok(result.calls.every(({ method }) => method !== 'DELETE'));
    assert.match(result.output, /Successfully queued task for lifecycle hook .*reportSetup/);
  });

  it('is installed by functions:kits:install, which tells what it will do', async () => {
    const kits = join(home, 'function-kits');
    const source = join(kits, 'device-sessions', 'source');
    // All is installed: npm may not look for more where only the double answers.
    writeFileSync(join(source, '.npmrc'), 'offline=true\naudit=false\nomit=optional\n');
    // The CLI names the kit and its instance after the folder. Nobody answers its questions here.
    cpSync(
      join(kits, 'device-sessions', `config-${instance}`),
      join(kits, 'source/config-source'),
      {
        recursive: true,
      },
    );
    writeFileSync(firebaseJson(), '{}');
    const living = livingProject('living-install');
    const secrets = living.secrets.map((name) => `kit-source-${name}`);
    const result = await runOn({ ...living, secrets }, 'functions:kits:install', [
      ...[
        '--non-interactive',
        '--directory',
        source,
        '--project',
        living.id,
        '--config',
        firebaseJson(),
      ],
    ]);
    assert.equal(result.code, 0, result.output);
    assert.match(result.output, /kit-source-registerSession/);
    assert.match(result.output, /iamcredentials\.googleapis\.com/);
    const { functions } = JSON.parse(readFileSync(firebaseJson(), 'utf8')) as {
      functions: { kit: string; instances: object }[];
    };
    assert.deepEqual(
      functions.map(({ kit, instances }) => ({ kit, instances })),
      [{ kit: 'source', instances: { source: 'function-kits/source/config-source' } }],
    );
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
