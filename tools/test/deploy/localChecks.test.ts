import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { checkParams, checkVersions, missingParams } from '../../deploy/localChecks.ts';
import { root } from '../../process/paths.ts';

const values = parseEnv(readFileSync(join(root, 'functions', '.env'), 'utf8')) as Record<
  string,
  string
>;
const wrongs = (changes: Record<string, string>) =>
  checkParams({ ...values, ...changes }, 'my-project')
    .filter(({ state }) => state === 'wrong')
    .map(({ text, mend }) => `${text} ${mend}`);

describe('the params, before a deployment', () => {
  it('are right as functions/.env has them', () => {
    assert.deepEqual(wrongs({}), []);
    assert.deepEqual(missingParams(values), []);
  });

  it('are wrong in each way that a deployment would not notice', () => {
    for (const [changes, expected] of [
      [
        { IP_RETENTION_DAYS: '1e3' },
        /^IP_RETENTION_DAYS is "1e3", but .* edit functions\/\.env\.my-project$/,
      ],
      [{ SESSION_LIMITS: '20,WEB:21' }, /^SESSION_LIMITS is "20,WEB:21", but must be the most/],
      [{ SESSION_LIFETIMES: '30d' }, /^SESSION_LIFETIMES is "30d", but must be how long/],
      [{ RETENTION_DAYS: '1' }, /RETENTION_DAYS .* CONFIRM_AFTER_DAYS/],
      [{ SESION_LIMITS: '5' }, /^SESION_LIMITS is no param/],
      [{ SIGNED_IN_AFTER: '2999-01-01T00:00:00Z' }, /^SIGNED_IN_AFTER is 2999.* ahead of now/],
      [{ IPAPI_KEY: 'abc' }, /^IPAPI_KEY is a secret/],
      [{ GEO_CITY_FILE: 'none.mmdb' }, /functions\/none\.mmdb, which does not exist/],
    ] as const) {
      const found = wrongs(changes);
      assert.equal(found.length, 1, JSON.stringify(changes));
      assert.match(found[0]!, expected);
    }
  });

  it('are wrong where a roll-out lies so far ahead that nobody would be alerted till then', () => {
    const found = (rollOutAt: string) =>
      checkParams({ ...values, ROLL_OUT_AT: rollOutAt }, 'p', new Date('2026-12-01T00:00:00Z'))
        .filter(({ state }) => state === 'wrong')
        .map(({ text }) => text);
    assert.deepEqual(found('2026-12-31T00:00:00Z'), []);
    assert.deepEqual(found('2026-01-01T00:00:00Z'), []);
    assert.match(found('2027-12-01T00:00:00Z').join(), /^ROLL_OUT_AT is 2027-12-01/);
  });

  it('never show the value of a secret', () => {
    assert.doesNotMatch(wrongs({ IPAPI_KEY: 'topsecret' }).join(), /topsecret/);
  });

  it('are missing where no file names them', () => {
    const { SESSION_LIFETIMES, ...rest } = values;
    assert.equal(SESSION_LIFETIMES, '30d/365d');
    assert.deepEqual(
      missingParams(rest).map(({ name }) => name),
      ['SESSION_LIFETIMES'],
    );
    assert.match(checkParams(rest, 'p')[0]!.text, /SESSION_LIFETIMES is in no \.env file/);
  });
});

describe('the programs that deploy', () => {
  it('are those that package.json pins', () => {
    assert.deepEqual(
      checkVersions().map(({ state }) => state),
      ['ok', 'ok'],
    );
  });
});
