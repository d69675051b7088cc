// The metrics and alert policies in tools/ops/: they count what the code logs, by names that it uses.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { revokedReasons } from '../src/domain/session/reasons.ts';
import { loggingSessions } from '../src/store/loggingSessions.ts';
import { register } from './doubles/device.ts';
import { testServices } from './doubles/services.ts';

const root = join(import.meta.dirname, '..', '..');

interface Metric {
  name: string;
  filter: string;
  metricDescriptor: { labels?: { key: string }[] };
  labelExtractors?: Record<string, string>;
}

interface Policy {
  conditions: { conditionThreshold: { filter: string; thresholdValue: number } }[];
}

function filesIn<File>(folder: string): { name: string; file: File }[] {
  return globSync(join(root, 'tools', 'ops', folder, '*.json')).map((path) => ({
    name: basename(path, '.json'),
    file: JSON.parse(readFileSync(path, 'utf8')) as File,
  }));
}

const read = (path: string) => readFileSync(join(root, 'functions', 'src', path), 'utf8');

/** The names of the fields that are logged with each message. */
const logged = new Map<string, Set<string>>();
for (const path of globSync('**/*.ts', { cwd: join(root, 'functions', 'src') })) {
  const calls = read(path).matchAll(
    /\blog\.(?:info|warn|error)\(\s*'([^']+)'((?:[^()]|\([^()]*\))*)\)/g,
  );
  for (const [, message = '', fields = ''] of calls) {
    logged.set(message, new Set(fields.match(/\b[a-zA-Z]+\b/g)));
  }
}

/** The events that there are, in the words of CAEP. */
const eventTypes = [
  ...(/type SecurityEventType =([^;]+);/
    .exec(read('domain/session/securityEvent.ts'))?.[1]
    ?.matchAll(/'([^']+)'/g) ?? []),
].map(([, name]) => name);

/** The message of security events is a constant, and its fields are the event's: one registration logs one. */
async function logSecurityEvent(): Promise<void> {
  const services = testServices();
  const { content } = services.sessions;
  services.sessions = { ...loggingSessions(services.sessions, services.log), content };
  await register(services, 'iphone-1');
  for (const { message, fields } of services.logged) {
    logged.set(message, new Set(Object.keys(fields ?? {})));
  }
}

const metrics = filesIn<Metric>('metrics');
const policies = filesIn<Policy>('alerts');

describe('ops', () => {
  before(logSecurityEvent);

  it('has metrics and policies', () => {
    assert.ok(metrics.length >= 4 && policies.length >= 4);
  });

  for (const { name, file } of metrics) {
    it(`counts ${name} by a message that is logged, with the fields that it extracts`, () => {
      const [, message = ''] = /jsonPayload\.message="([^"]+)"/.exec(file.filter) ?? [];
      const fields = logged.get(message) ?? assert.fail(`nobody logs "${message}"`);
      assert.equal(file.name, `device_sessions/${name}`);
      const labels = (file.metricDescriptor.labels ?? []).map(({ key }) => key);
      assert.deepEqual(Object.keys(file.labelExtractors ?? {}), labels);
      for (const extractor of Object.values(file.labelExtractors ?? {})) {
        const [, field = ''] = /^EXTRACT\(jsonPayload\.(\w+)\)$/.exec(extractor) ?? [];
        assert.ok(fields.has(field), `${message}: ${field}`);
      }
    });
  }

  for (const { name, file } of policies) {
    it(`alerts of ${name} by a metric, events and reasons that there are`, () => {
      for (const { conditionThreshold } of file.conditions) {
        const { filter } = conditionThreshold;
        const [, metric = ''] = /user\/device_sessions\/(\w+)"/.exec(filter) ?? [];
        const labels = metrics
          .find((one) => one.name === metric)
          ?.file.metricDescriptor.labels?.map(({ key }) => key);
        const asked = [...filter.matchAll(/metric\.labels\.(\w+)="([^"]+)"/g)];
        assert.ok(
          metrics.some((one) => one.name === metric),
          metric,
        );
        for (const [, label = '', value = ''] of asked) {
          assert.ok(labels?.includes(label), label);
          if (label === 'event') assert.ok(eventTypes.includes(value), value);
          if (label === 'revoked_reason') {
            assert.ok((revokedReasons as readonly string[]).includes(value), value);
          }
        }
      }
    });
  }
});
