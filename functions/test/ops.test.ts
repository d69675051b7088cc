// The metrics and alert policies in tools/ops/: they count what the code logs, by names that it uses.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { revokedReasons } from '../src/domain/session/reasons.ts';
import { securityEventMessage } from '../src/store/loggingSessions.ts';

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

const sources = globSync(join(root, 'functions/src/**/*.ts'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');
const metrics = filesIn<Metric>('metrics');
const policies = filesIn<Policy>('alerts');

describe('ops', () => {
  it('has metrics and policies', () => {
    assert.ok(metrics.length >= 4 && policies.length >= 4);
  });

  for (const { name, file } of metrics) {
    it(`counts ${name} by a message that the code logs, and by labels that it extracts`, () => {
      const [, message = ''] = /jsonPayload\.message="([^"]+)"/.exec(file.filter) ?? [];
      assert.ok(sources.includes(`'${message}'`), message);
      assert.equal(file.name, `device_sessions/${name}`);
      const labels = (file.metricDescriptor.labels ?? []).map(({ key }) => key);
      assert.deepEqual(Object.keys(file.labelExtractors ?? {}), labels);
      for (const field of Object.values(file.labelExtractors ?? {})) {
        const [, path = ''] = /^EXTRACT\(jsonPayload\.(\w+)\)$/.exec(field) ?? [];
        assert.match(sources, new RegExp(`\\b${path}\\b`));
      }
    });
  }

  it('counts security events by the message that each leaves', () => {
    const found = metrics.find(({ name }) => name === 'security_events');
    assert.ok(found?.file.filter.includes(`"${securityEventMessage}"`));
  });

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
          if (label === 'event') assert.ok(sources.includes(`| '${value}'`), value);
          if (label === 'revoked_reason') {
            assert.ok((revokedReasons as readonly string[]).includes(value), value);
          }
        }
      }
    });
  }
});
