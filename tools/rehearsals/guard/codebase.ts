// A project with two codebases: this product, and a team's own functions behind the guard, laid out by the
// lines of docs/clients/servers.md.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateSessionKeys } from '../../../functions/src/tokens/sessionKeys.ts';
import { functionsBin, root } from '../../process/paths.ts';
import { host } from '../../stack/ports.ts';

const run = promisify(execFile);
const heading = '## Functions in a codebase of your own';

/** The first block of code of this language in that section. */
export function documented(language: 'ts' | 'json'): string {
  const text = readFileSync(join(root, 'docs', 'clients', 'servers.md'), 'utf8');
  const section = text.slice(text.indexOf(heading)).split(/^## /m)[1] ?? '';
  const [, code] = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm').exec(section) ?? [];
  if (code === undefined) throw new Error(`docs/clients/servers.md has no such block: ${language}`);
  return code;
}

/** Lays it out in this folder, installs the packed package, and compiles the team's functions strictly. */
export async function layOutCodebases(
  folder: string,
  tarball: string,
  ports: Record<string, number>,
): Promise<void> {
  const own = join(folder, 'functions');
  const product = join(folder, 'device-sessions');
  mkdirSync(join(own, 'src'), { recursive: true });
  mkdirSync(product);
  const emulators = Object.entries(ports).map(([name, port]) => [name, { host, port }] as const);
  const firebaseJson = {
    ...(JSON.parse(documented('json')) as object),
    emulators: {
      ...Object.fromEntries(emulators),
      ui: { enabled: false },
      singleProjectMode: true,
    },
  };
  writeFileSync(join(folder, 'firebase.json'), JSON.stringify(firebaseJson));

  const secrets = [
    `SESSION_KEYS=${await generateSessionKeys()}`,
    ...['INTROSPECTION_SECRET=introspection-secret', 'IPAPI_KEY=none'],
  ].join('\n');
  for (const codebase of [own, product]) {
    cpSync(join(root, 'functions', '.env'), join(codebase, '.env'));
    writeFileSync(join(codebase, '.secret.local'), `${secrets}\n`);
  }
  for (const name of ['package.json', 'dist']) {
    cpSync(join(root, 'functions', name), join(product, name), { recursive: true });
  }
  symlinkSync(join(root, 'functions', 'node_modules'), join(product, 'node_modules'));

  writeFileSync(join(own, 'src', 'index.ts'), documented('ts'));
  const { dependencies } = JSON.parse(
    readFileSync(join(root, 'functions', 'package.json'), 'utf8'),
  ) as { dependencies: Record<string, string> };
  writeFileSync(
    join(own, 'package.json'),
    JSON.stringify({
      name: 'my-app',
      type: 'module',
      main: 'lib/index.js',
      engines: { node: '24' },
    }),
  );
  writeFileSync(
    join(own, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true },
        ...{ target: 'es2024', module: 'nodenext', types: [], rootDir: 'src', outDir: 'lib' },
      },
      include: ['src'],
    }),
  );
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
  await run('npm', ['install', tarball, ...sdks, ...options], { cwd: own });
  await run(join(functionsBin, 'tsc'), ['-p', own], { cwd: own });
}
