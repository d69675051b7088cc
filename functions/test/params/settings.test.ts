// All params of a deployment together: what is missing has its default, what is wrong is refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { settingsOf } from '../../src/params/settings.ts';
import { params } from '../../src/params/table.ts';

const rows = Object.values(params);
const messageOf = (environment: NodeJS.Dict<string>): string => {
  try {
    settingsOf(environment);
  } catch (error) {
    assert.ok(error instanceof TypeError);
    return error.message;
  }
  return assert.fail('nothing was refused');
};

describe('the settings', () => {
  it('are the defaults where nothing is set', () => {
    const settings = settingsOf({});
    assert.deepEqual(settings.sessionLimits, { total: 20, groups: [] });
    assert.equal(settings.enforceAppCheck, false);
    assert.deepEqual(settings.geoProviders, ['ipapi', 'mmdb']);
    assert.equal(settings.rollOutAt, null);
  });

  it('are what is set', () => {
    const settings = settingsOf({
      SESSION_LIMITS: '3',
      ENFORCE_APP_CHECK: 'YES',
      GEO_PROVIDERS: '',
    });
    assert.equal(settings.sessionLimits.total, 3);
    assert.equal(settings.enforceAppCheck, true);
    assert.deepEqual(settings.geoProviders, []);
  });

  it('take no number of new devices an hour above 60, which none ever reaches', () => {
    assert.equal(settingsOf({ NEW_DEVICES_PER_HOUR: '60' }).newDevicesPerHour, 60);
    assert.match(messageOf({ NEW_DEVICES_PER_HOUR: '61' }), /^NEW_DEVICES_PER_HOUR is "61"/);
  });

  it('follow the environment', () => {
    const environment = { TRUSTED_PROXY_HOPS: '0' };
    const settings = settingsOf(environment);
    environment.TRUSTED_PROXY_HOPS = '1';
    assert.equal(settings.trustedProxyHops, 1);
  });

  for (const { name, allowed } of rows) {
    it(`are refused with the name, the value and what is allowed: ${name}`, () => {
      const message = messageOf({ [name]: 'no such\tthing' });
      assert.equal(message, `${name} is "no such\\tthing", but must be ${allowed}.`);
    });
  }

  for (const { name, type } of rows.filter(({ type }) => type !== 'string')) {
    it(`are refused where nothing stands for ${name} (${type})`, () => {
      assert.ok(messageOf({ [name]: '' }).startsWith(`${name} is "", but must be`));
    });
  }

  it('are refused all at once', () => {
    const message = messageOf({
      SESSION_LIMITS: 'abc',
      RETENTION_DAYS: '1e3',
      ENFORCE_APP_CHECK: '',
    });
    assert.deepEqual(
      message.split('\n').map((line) => line.split(' ')[0]),
      ['SESSION_LIMITS', 'RETENTION_DAYS', 'ENFORCE_APP_CHECK'],
    );
  });

  it('are refused where they contradict each other', () => {
    assert.match(messageOf({ RETENTION_DAYS: '6' }), /RETENTION_DAYS .* CONFIRM_AFTER_DAYS/);
    const days = { RETENTION_DAYS: '7', SIGN_IN_MAX_AGE_SECONDS: '604801' };
    assert.match(messageOf(days), /SIGN_IN_MAX_AGE_SECONDS .* RETENTION_DAYS/);
    settingsOf({ RETENTION_DAYS: '7', SIGN_IN_MAX_AGE_SECONDS: '604800' });
  });

  it('are refused where nobody could sign in yet', () => {
    const now = new Date('2026-12-01T08:00:00Z');
    settingsOf({ SIGNED_IN_AFTER: '2026-12-01T09:00:00+01:00' }, now);
    assert.throws(() => settingsOf({ SIGNED_IN_AFTER: '2026-12-01T08:00:01Z' }, now), {
      name: 'TypeError',
      message: /^SIGNED_IN_AFTER is 2026-12-01T08:00:01\.000Z, which must not be ahead of now/,
    });
  });

  it('do not repeat a long text', () => {
    assert.ok(messageOf({ RETENTION_DAYS: '9'.repeat(5000) }).length < 300);
  });
});

describe('the table of params', () => {
  for (const param of rows) {
    it(`has a default that ${param.name} may have, and words for the prompt`, () => {
      assert.notEqual(param.parse(param.default), undefined);
      assert.ok(param.pattern?.test(param.default) ?? true);
      assert.match(param.description, /^[A-Z].*\.$/);
      assert.ok(param.label.length > 0);
    });
  }

  // The CLI asks for a param that no .env file names, and without a terminal refuses to deploy.
  it('is in functions/.env as it is', () => {
    const file = parseEnv(readFileSync(new URL('../../.env', import.meta.url), 'utf8'));
    assert.deepEqual(file, Object.fromEntries(rows.map((row) => [row.name, row.default])));
  });
});
