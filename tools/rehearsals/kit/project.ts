// A team's project with the kit in it, as `firebase functions:kits:install` lays it out: the CLI's own
// templates, the packed tarball in place of the registry's.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { generateSessionKeys } from '../../../functions/src/tokens/sessionKeys.ts';
import { root } from '../../process/paths.ts';

export const instance = 'main';

const cli = dirname(createRequire(import.meta.url).resolve('firebase-tools/package.json'));
const template = (name: string) =>
  readFileSync(join(cli, 'templates', 'init', 'functions', 'typescript', name), 'utf8');
const run = promisify(execFile);

/** Lays the project out in this folder, installs the tarball and builds; `ports` are the emulators'. */
export async function layOutProject(
  folder: string,
  tarball: string,
  ports: Record<string, number>,
): Promise<void> {
  const kit = join(folder, 'function-kits', 'device-sessions');
  const source = join(kit, 'source');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const emulators = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, { host: '127.0.0.1', port }]),
  );
  const firebaseJson = {
    functions: [
      {
        kit: 'device-sessions',
        source: 'function-kits/device-sessions/source',
        instances: { [instance]: `function-kits/device-sessions/config-${instance}` },
        sourcePackage: { name: 'device-sessions-for-firebase' },
      },
    ],
    emulators: { ...emulators, ui: { enabled: false }, singleProjectMode: true },
  };
  write(join(folder, 'firebase.json'), JSON.stringify(firebaseJson));
  write(join(source, 'package.json'), template('package-kit.json').replace('{{RUNTIME}}', '24'));
  write(join(source, 'tsconfig.json'), template('tsconfig.json'));
  const index = template('index-kit.ts').replace(
    '{{PACKAGE_NAME}}',
    'device-sessions-for-firebase',
  );
  write(join(source, 'src', 'index.ts'), index);
  // The params that the wrapper and the kit declare; the CLI asks for what is in no file.
  const params = readFileSync(join(root, 'functions', '.env'), 'utf8');
  write(join(kit, `config-${instance}`, '.env'), `FUNCTION_DEFAULT_REGION=us-central1\n${params}`);
  const secrets = [
    `SESSION_KEYS=${await generateSessionKeys()}`,
    'INTROSPECTION_SECRET=introspection-secret',
    'IPAPI_KEY=none',
  ];
  write(join(source, '.secret.local'), `${secrets.join('\n')}\n`);

  const { dependencies } = JSON.parse(
    readFileSync(join(root, 'functions', 'package.json'), 'utf8'),
  ) as { dependencies: Record<string, string> };
  const sdks = ['firebase-admin', 'firebase-functions'].map(
    (name) => `${name}@${dependencies[name]}`,
  );
  const options = [
    '--omit=optional',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ];
  await run('npm', ['install', tarball, ...sdks, ...options], { cwd: source });
  await run('npm', ['run', 'build'], { cwd: source });
}
